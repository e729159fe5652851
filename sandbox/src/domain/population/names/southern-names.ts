import { combinedNames, pairedNames, type NameCulture } from './spelling';

const arabic: NameCulture = {
  code: 'ar', share: 5, countries: ['EG', 'AE', 'MA', 'JO', 'FR'], language: 'Arabic',
  women: pairedNames('فاطمة=Fatima/Fatma مريم=Mariam/Maryam نور=Nour/Noor سارة=Sara/Sarah ليلى=Layla/Leila هدى=Huda/Houda زينب=Zainab/Zeinab أمينة=Amina رانيا=Rania دينا=Dina ياسمين=Yasmin/Yasmine خديجة=Khadija سلمى=Salma منى=Mona/Muna'),
  men: pairedNames('محمد=Mohammed/Muhammad/Mohamed أحمد=Ahmed/Ahmad علي=Ali محمود=Mahmoud/Mahmood عمر=Omar/Umar حسن=Hassan/Hasan يوسف=Youssef/Yusuf خالد=Khaled/Khalid كريم=Karim/Kareem إبراهيم=Ibrahim طارق=Tarek/Tariq سامي=Sami/Samy عبد_الله=Abdullah/Abdallah مصطفى=Mostafa/Mustafa'),
  families: pairedNames('حسن=Hassan محمد=Mohamed علي=Ali إبراهيم=Ibrahim المصري=El-Masry/Al-Masri حداد=Haddad خوري=Khoury/Khouri منصور=Mansour الشريف=El-Sherif/Al-Sharif سليمان=Soliman/Suleiman النجار=El-Naggar/Al-Najjar صالح=Saleh/Salih العمري=Al-Omari/El-Omari بن_علي=Ben_Ali/Benali القاسم=Al-Qasim/El-Kassem ناصر=Nasser/Nasir فاروق=Farouk/Faruq درويش=Darwish الحسيني=Al-Husseini/El-Hosseiny زيدان=Zidan/Zeidan شاهين=Shaheen/Shahin'),
};

const hebrew: NameCulture = {
  code: 'he', share: 2, countries: ['IL', 'IL', 'US'], language: 'Hebrew',
  women: pairedNames('נועה=Noa שרה=Sarah תמר=Tamar מיכל=Michal יעל=Yael רחל=Rachel מאיה=Maya שירה=Shira ענת=Anat אורלי=Orly דנה=Dana רונית=Ronit'),
  men: pairedNames('דוד=David יוסף=Yosef/Joseph משה=Moshe אברהם=Avraham/Abraham יונתן=Yonatan/Jonathan איתן=Eitan עומר=Omer גיא=Guy אורי=Uri/Ori נדב=Nadav אלון=Alon רון=Ron'),
  families: pairedNames('כהן=Cohen לוי=Levi/Levy מזרחי=Mizrahi/Mizrachi פרץ=Peretz ביטון=Biton/Bitton דהן=Dahan אברהם=Avraham/Abraham פרידמן=Friedman/Fridman מלכה=Malka אזולאי=Azoulay/Azulai כץ=Katz יוסף=Yosef חדד=Hadad/Haddad גבאי=Gabay/Gabbay שפירא=Shapira/Shapiro בן_דוד=Ben_David/Ben-David'),
};

// Only syllables a PDF can carry in reading order: no short i and no r before a consonant, which fonts draw elsewhere.
const hindi: NameCulture = {
  code: 'hi', share: 6, countries: ['IN', 'IN', 'IN', 'GB', 'US'], language: 'Hindi',
  women: [
    ...pairedNames('नेहा=Neha पूजा=Pooja/Puja सुनीता=Sunita कमला=Kamala सीमा=Seema/Sima अनामय=Anamaya गौरी=Gauri/Gowri मीरा=Meera/Mira शोभा=Shobha राधा=Radha'),
    ...combinedNames(pairedNames('वन=Van मधु=Madhu सुम=Sum'), pairedNames('जा=Ja लता=Lata बाला=Bala')),
  ],
  men: pairedNames('राजेश=Rajesh अमन=Aman सुनील=Sunil/Suneel मोहन=Mohan राहुल=Rahul गौरव=Gaurav आरव=Aarav/Arav मनोज=Manoj सुरेश=Suresh अजय=Ajay कमल=Kamal राकेश=Rakesh गणेश=Ganesh अनुज=Anuj'),
  families: pairedNames('कुमार=Kumar पटेल=Patel मेहता=Mehta यादव=Yadav चौहान=Chauhan/Chouhan जैन=Jain राव=Rao देसाई=Desai कपूर=Kapoor/Kapur नायर=Nair दास=Das पाठक=Pathak/Phatak बोस=Bose जोशी=Joshi/Joshy भाटी=Bhati मोदक=Modak लाल=Lal'),
};

export const southernNames: readonly NameCulture[] = [arabic, hebrew, hindi];
