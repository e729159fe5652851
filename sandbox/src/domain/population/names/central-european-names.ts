import { latinNames, withoutDiacritics, type NameCulture, type Spelling } from './spelling';

const withEnding = (family: Spelling, endings: readonly (readonly [RegExp, string])[]): Spelling => {
  const rule = endings.find(([pattern]) => pattern.test(family.native));
  if (rule === undefined) return family;
  const native = family.native.replace(rule[0], rule[1]);
  return { native, roman: [withoutDiacritics(native)] };
};

const polish: NameCulture = {
  code: 'pl', share: 5, countries: ['PL', 'PL', 'PL', 'GB', 'DE'], language: 'Polish',
  women: latinNames('Anna Katarzyna Małgorzata Agnieszka Barbara Magdalena Joanna Monika Aleksandra Zofia Paulina Karolina Świętosława Żaneta Elżbieta Natalia Bożena Grażyna'),
  men: latinNames('Piotr Krzysztof Andrzej Tomasz Paweł Michał Marcin Jakub Łukasz Grzegorz Wojciech Mateusz Rafał Bartłomiej Kamil Zbigniew Stanisław Sławomir'),
  families: latinNames('Nowak Kowalski Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński Szymański Woźniak Dąbrowski Kozłowski Jankowski Mazur Kwiatkowski Krawczyk Piotrowski Grabowski Nowakowski Pawłowski Michalski Adamczyk Dudek Zając Wieczorek Jabłoński Król Majewski Olszewski Jaworski Stępień Malinowski Gołębiewski Rutkowski Wróblewski Śliwiński Żurawski Łukaszewicz Brzęczyszczykiewicz'),
  toFeminine: (family) => withEnding(family, [[/(sk|ck|dzk)i$/, '$1a']]),
};

const czech: NameCulture = {
  code: 'cs', share: 2, countries: ['CZ', 'CZ', 'SK'], language: 'Czech',
  women: latinNames('Jana Marie Eva Hana Lenka Kateřina Lucie Tereza Zdeňka Šárka Markéta Božena Ľubica Zuzana'),
  men: latinNames('Jan Petr Jiří Tomáš Martin Jaroslav Pavel Lukáš Ondřej Václav Štěpán Zdeněk Radek Ľuboš'),
  families: latinNames('Novák Svoboda Novotný Dvořák Černý Procházka Kučera Veselý Horák Němec Pokorný Marek Hájek Jelínek Král Růžička Beneš Fiala Sedláček Doležal Zeman Kolář Šimek Čermák Urban Bláha Kříž'),
  toFeminine: (family) => withEnding(family, [[/ý$/, 'á'], [/a$/, 'ová'], [/e([ck])$/, '$1ová'], [/$/, 'ová']]),
};

const hungarian: NameCulture = {
  code: 'hu', share: 2, countries: ['HU', 'HU', 'AT'], language: 'Hungarian', isFamilyFirst: true,
  women: latinNames('Katalin Anna Zsuzsanna Ilona Judit Ágnes Éva Eszter Réka Dóra Tünde Györgyi Zsófia Boglárka'),
  men: latinNames('László István Zoltán József Gábor Péter Attila Balázs Tamás András György Bence Ádám Csaba'),
  families: latinNames('Nagy Kovács Tóth Szabó Horváth Varga Kiss Molnár Németh Farkas Balogh Papp Lakatos Takács Juhász Mészáros Simon Rácz Fekete Szűcs Őri Fülöp Gyöngyösi Ujváry'),
};

const turkish: NameCulture = {
  code: 'tr', share: 3, countries: ['TR', 'TR', 'DE'], language: 'Turkish',
  women: latinNames('Ayşe Fatma Emine Zeynep Elif Merve Büşra Özlem Gülşen Şule İrem Çiğdem Tuğba Yıldız'),
  men: latinNames('Mehmet Mustafa Ahmet Ali Hüseyin İbrahim Emre Çağrı Oğuzhan Ömer Barış Yiğit Uğur Işık'),
  families: latinNames('Yılmaz Kaya Demir Çelik Şahin Yıldız Yıldırım Öztürk Aydın Özdemir Arslan Doğan Kılıç Aslan Çetin Kara Koç Kurt Özkan Şimşek Güneş Taş Bulut Ünal Erdoğdu Işıklı'),
};

export const centralEuropeanNames: readonly NameCulture[] = [polish, czech, hungarian, turkish];
