export interface Country {
  readonly code: string;
  readonly name: string;
  readonly dialling: string;
  readonly cities: readonly City[];
}

export interface City {
  readonly name: string;
  readonly region: string;
  readonly regionCode?: string;
  readonly latitude: number;
  readonly longitude: number;
}

/** A city with the country it lies in. */
export interface Place {
  readonly country: Country;
  readonly city: City;
}

/** Largest city first: code, name, dialling code, then "city/region/region code/latitude/longitude". */
const rows: readonly (readonly [string, string, string, string])[] = [
  ['US', 'United States', '1', 'New_York/New_York/NY/40.7128/-74.006 San_Francisco/California/CA/37.7749/-122.4194 Chicago/Illinois/IL/41.8781/-87.6298 Austin/Texas/TX/30.2672/-97.7431 Seattle/Washington/WA/47.6062/-122.3321 Boston/Massachusetts/MA/42.3601/-71.0589 Atlanta/Georgia/GA/33.749/-84.388 Denver/Colorado/CO/39.7392/-104.9903 Portland/Oregon/OR/45.5152/-122.6784 Portland/Maine/ME/43.6591/-70.2568 Cambridge/Massachusetts/MA/42.3736/-71.1097 Raleigh/North_Carolina/NC/35.7796/-78.6382'],
  ['GB', 'United Kingdom', '44', 'London/England//51.5074/-0.1278 Manchester/England//53.4808/-2.2426 Edinburgh/Scotland//55.9533/-3.1883 Bristol/England//51.4545/-2.5879 Cambridge/England//52.2053/0.1218 Leeds/England//53.8008/-1.5491 Cardiff/Wales//51.4816/-3.1791'],
  ['CA', 'Canada', '1', 'Toronto/Ontario/ON/43.6532/-79.3832 Montréal/Québec/QC/45.5019/-73.5674 Vancouver/British_Columbia/BC/49.2827/-123.1207 Calgary/Alberta/AB/51.0447/-114.0719'],
  ['AU', 'Australia', '61', 'Sydney/New_South_Wales/NSW/-33.8688/151.2093 Melbourne/Victoria/VIC/-37.8136/144.9631 Brisbane/Queensland/QLD/-27.4698/153.0251'],
  ['IE', 'Ireland', '353', 'Dublin/Leinster//53.3498/-6.2603 Cork/Munster//51.8985/-8.4756 Galway/Connacht//53.2707/-9.0568'],
  ['DE', 'Germany', '49', 'Berlin/Berlin//52.52/13.405 München/Bayern//48.1351/11.582 Hamburg/Hamburg//53.5511/9.9937 Köln/Nordrhein-Westfalen//50.9375/6.9603 Frankfurt_am_Main/Hessen//50.1109/8.6821 Stuttgart/Baden-Württemberg//48.7758/9.1829 Leipzig/Sachsen//51.3397/12.3731'],
  ['AT', 'Austria', '43', 'Wien/Wien//48.2082/16.3738 Graz/Steiermark//47.0707/15.4395 Linz/Oberösterreich//48.3069/14.2858'],
  ['CH', 'Switzerland', '41', 'Zürich/Zürich//47.3769/8.5417 Genève/Genève//46.2044/6.1432 Basel/Basel-Stadt//47.5596/7.5886'],
  ['NL', 'Netherlands', '31', 'Amsterdam/Noord-Holland//52.3676/4.9041 Rotterdam/Zuid-Holland//51.9244/4.4777 Utrecht/Utrecht//52.0907/5.1214 Eindhoven/Noord-Brabant//51.4416/5.4697'],
  ['BE', 'Belgium', '32', 'Brussels/Brussels//50.8503/4.3517 Antwerpen/Vlaanderen//51.2194/4.4025 Liège/Wallonie//50.6326/5.5797'],
  ['SE', 'Sweden', '46', 'Stockholm/Stockholm//59.3293/18.0686 Göteborg/Västra_Götaland//57.7089/11.9746 Malmö/Skåne//55.605/13.0038'],
  ['NO', 'Norway', '47', 'Oslo/Oslo//59.9139/10.7522 Bergen/Vestland//60.3913/5.3221 Tromsø/Troms//69.6492/18.9553'],
  ['DK', 'Denmark', '45', 'København/Hovedstaden//55.6761/12.5683 Aarhus/Midtjylland//56.1629/10.2039'],
  ['FI', 'Finland', '358', 'Helsinki/Uusimaa//60.1699/24.9384 Tampere/Pirkanmaa//61.4978/23.761'],
  ['FR', 'France', '33', 'Paris/Île-de-France//48.8566/2.3522 Lyon/Auvergne-Rhône-Alpes//45.764/4.8357 Toulouse/Occitanie//43.6047/1.4442 Nantes/Pays_de_la_Loire//47.2184/-1.5536 Lille/Hauts-de-France//50.6292/3.0573 Bordeaux/Nouvelle-Aquitaine//44.8378/-0.5792'],
  ['ES', 'Spain', '34', 'Madrid/Madrid//40.4168/-3.7038 Barcelona/Cataluña//41.3874/2.1686 Valencia/Comunidad_Valenciana//39.4699/-0.3763 Málaga/Andalucía//36.7213/-4.4214 A_Coruña/Galicia//43.3623/-8.4115'],
  ['MX', 'Mexico', '52', 'Ciudad_de_México/CDMX//19.4326/-99.1332 Guadalajara/Jalisco//20.6597/-103.3496 Monterrey/Nuevo_León//25.6866/-100.3161'],
  ['AR', 'Argentina', '54', 'Buenos_Aires/Buenos_Aires//-34.6037/-58.3816 Córdoba/Córdoba//-31.4201/-64.1888'],
  ['CO', 'Colombia', '57', 'Bogotá/Bogotá//4.711/-74.0721 Medellín/Antioquia//6.2442/-75.5812'],
  ['BR', 'Brazil', '55', 'São_Paulo/São_Paulo//-23.5505/-46.6333 Rio_de_Janeiro/Rio_de_Janeiro//-22.9068/-43.1729 Curitiba/Paraná//-25.429/-49.2671 Recife/Pernambuco//-8.0476/-34.877'],
  ['PT', 'Portugal', '351', 'Lisboa/Lisboa//38.7223/-9.1393 Porto/Porto//41.1579/-8.6291'],
  ['IT', 'Italy', '39', 'Milano/Lombardia//45.4642/9.19 Roma/Lazio//41.9028/12.4964 Torino/Piemonte//45.0703/7.6869 Bologna/Emilia-Romagna//44.4949/11.3426'],
  ['RO', 'Romania', '40', 'București/București//44.4268/26.1025 Cluj-Napoca/Cluj//46.7712/23.6236 Iași/Iași//47.1585/27.6014'],
  ['PL', 'Poland', '48', 'Warszawa/Mazowieckie//52.2297/21.0122 Kraków/Małopolskie//50.0647/19.945 Wrocław/Dolnośląskie//51.1079/17.0385 Gdańsk/Pomorskie//54.352/18.6466 Łódź/Łódzkie//51.7592/19.456'],
  ['CZ', 'Czechia', '420', 'Praha/Praha//50.0755/14.4378 Brno/Jihomoravský_kraj//49.1951/16.6068'],
  ['SK', 'Slovakia', '421', 'Bratislava/Bratislavský_kraj//48.1486/17.1077 Košice/Košický_kraj//48.7164/21.2611'],
  ['HU', 'Hungary', '36', 'Budapest/Budapest//47.4979/19.0402 Győr/Győr-Moson-Sopron//47.6875/17.6504'],
  ['TR', 'Türkiye', '90', 'İstanbul/İstanbul//41.0082/28.9784 Ankara/Ankara//39.9334/32.8597 İzmir/İzmir//38.4237/27.1428'],
  ['VN', 'Vietnam', '84', 'Hồ_Chí_Minh/Hồ_Chí_Minh//10.8231/106.6297 Hà_Nội/Hà_Nội//21.0278/105.8342 Đà_Nẵng/Đà_Nẵng//16.0544/108.2022'],
  ['RS', 'Serbia', '381', 'Beograd/Beograd//44.7866/20.4489 Novi_Sad/Vojvodina//45.2671/19.8335'],
  ['GE', 'Georgia', '995', 'Tbilisi/Tbilisi//41.7151/44.8271 Batumi/Adjara//41.6168/41.6367'],
  ['IL', 'Israel', '972', 'Tel_Aviv/Tel_Aviv//32.0853/34.7818 Haifa/Haifa//32.794/34.9896'],
  ['UA', 'Ukraine', '380', 'Kyiv/Kyiv//50.4501/30.5234 Lviv/Lviv//49.8397/24.0297 Kharkiv/Kharkiv//49.9935/36.2304'],
  ['GR', 'Greece', '30', 'Athens/Attica//37.9838/23.7275 Thessaloniki/Macedonia//40.6401/22.9444'],
  ['CY', 'Cyprus', '357', 'Nicosia/Nicosia//35.1856/33.3823 Limassol/Limassol//34.7071/33.0226'],
  ['CN', 'China', '86', 'Shanghai/Shanghai//31.2304/121.4737 Beijing/Beijing//39.9042/116.4074 Shenzhen/Guangdong//22.5431/114.0579 Hangzhou/Zhejiang//30.2741/120.1551'],
  ['SG', 'Singapore', '65', 'Singapore/Singapore//1.3521/103.8198'],
  ['JP', 'Japan', '81', 'Tokyo/Tokyo//35.6762/139.6503 Osaka/Osaka//34.6937/135.5023 Fukuoka/Fukuoka//33.5902/130.4017'],
  ['KR', 'South Korea', '82', 'Seoul/Seoul//37.5665/126.978 Busan/Busan//35.1796/129.0756'],
  ['EG', 'Egypt', '20', 'Cairo/Cairo//30.0444/31.2357 Alexandria/Alexandria//31.2001/29.9187'],
  ['AE', 'United Arab Emirates', '971', 'Dubai/Dubai//25.2048/55.2708 Abu_Dhabi/Abu_Dhabi//24.4539/54.3773'],
  ['MA', 'Morocco', '212', 'Casablanca/Casablanca-Settat//33.5731/-7.5898 Rabat/Rabat-Salé-Kénitra//34.0209/-6.8416'],
  ['JO', 'Jordan', '962', 'Amman/Amman//31.9454/35.9284 Irbid/Irbid//32.5556/35.85'],
  ['IN', 'India', '91', 'Bengaluru/Karnataka//12.9716/77.5946 Mumbai/Maharashtra//19.076/72.8777 Hyderabad/Telangana//17.385/78.4867 Pune/Maharashtra//18.5204/73.8567 Delhi/Delhi//28.7041/77.1025 Chennai/Tamil_Nadu//13.0827/80.2707'],
];

const parseCity = (text: string): City => {
  const [name = '', region = '', regionCode = '', latitude = '', longitude = ''] = text.replaceAll('_', ' ').split('/');
  return {
    name,
    region,
    ...(regionCode === '' ? {} : { regionCode }),
    latitude: Number(latitude),
    longitude: Number(longitude),
  };
};

export const countries: readonly Country[] = rows.map(([code, name, dialling, cities]) => ({
  code,
  name,
  dialling,
  cities: cities.split(' ').map(parseCity),
}));

const byCode = new Map(countries.map((country) => [country.code, country]));

export const getCountry = (code: string): Country => {
  const country = byCode.get(code);
  if (country === undefined) throw new RangeError(`No country ${code}`);
  return country;
};
