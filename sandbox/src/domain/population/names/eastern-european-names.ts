import { pairedNames, type NameCulture, type Spelling } from './spelling';

const ending = (family: Spelling, native: readonly [RegExp, string], roman: readonly [RegExp, string]): Spelling => ({
  native: family.native.replace(native[0], native[1]),
  roman: family.roman.map((text) => text.replace(roman[0], roman[1])),
});

const toSlavicFeminine = (family: Spelling): Spelling => {
  if (/[ое]в$|ин$|ын$/.test(family.native)) return ending(family, [/$/, 'а'], [/$/, 'a']);
  if (/[сц]кий$/.test(family.native)) return ending(family, [/ий$/, 'ая'], [/(y|iy|ii|i)$/, 'aya']);
  return family;
};

const russian: NameCulture = {
  code: 'ru', share: 4, countries: ['RS', 'DE', 'GE', 'IL', 'US'], language: 'Russian', toFeminine: toSlavicFeminine,
  women: pairedNames('Анна=Anna Елена=Elena/Yelena Мария=Maria/Mariya Ольга=Olga Наталья=Natalia/Natalya Екатерина=Ekaterina/Yekaterina Татьяна=Tatiana/Tatyana Юлия=Yulia/Julia Ирина=Irina Анастасия=Anastasia/Anastasiya Ксения=Ksenia/Kseniya Дарья=Daria/Darya Светлана=Svetlana Полина=Polina'),
  men: pairedNames('Александр=Aleksandr/Alexander Сергей=Sergey/Sergei Дмитрий=Dmitry/Dmitrii Андрей=Andrey/Andrei Алексей=Aleksey/Alexey Михаил=Mikhail Иван=Ivan Николай=Nikolay/Nikolai Евгений=Evgeny/Yevgeny Павел=Pavel Юрий=Yuri/Yury Артём=Artem/Artyom Илья=Ilya Фёдор=Fedor/Fyodor'),
  families: pairedNames('Иванов=Ivanov Смирнов=Smirnov Кузнецов=Kuznetsov Попов=Popov Васильев=Vasilyev/Vasiliev Петров=Petrov Соколов=Sokolov Михайлов=Mikhaylov/Mikhailov Новиков=Novikov Фёдоров=Fedorov/Fyodorov Морозов=Morozov Волков=Volkov Алексеев=Alekseev/Alexeyev Лебедев=Lebedev Семёнов=Semenov/Semyonov Егоров=Egorov/Yegorov Павлов=Pavlov Козлов=Kozlov Степанов=Stepanov Орлов=Orlov Никитин=Nikitin Захаров=Zakharov Зайцев=Zaytsev/Zaitsev Соловьёв=Solovyov/Soloviev Борисов=Borisov Яковлев=Yakovlev Тихомиров=Tikhomirov Вишневский=Vishnevsky/Vishnevskiy Щербаков=Shcherbakov/Scherbakov Чайкин=Chaykin/Chaikin'),
};

const ukrainian: NameCulture = {
  code: 'uk', share: 3, countries: ['UA', 'UA', 'PL', 'DE'], language: 'Ukrainian', toFeminine: toSlavicFeminine,
  women: pairedNames('Олена=Olena Оксана=Oksana Ірина=Iryna/Irina Наталія=Nataliia/Natalia Юлія=Yuliia/Julia Марія=Mariia/Maria Тетяна=Tetiana/Tetyana Анна=Anna Катерина=Kateryna Софія=Sofiia/Sofia Ганна=Hanna Соломія=Solomiia'),
  men: pairedNames('Олександр=Oleksandr/Alexander Андрій=Andrii/Andriy Сергій=Serhii/Sergiy Дмитро=Dmytro Микола=Mykola Іван=Ivan Юрій=Yurii/Yuriy Володимир=Volodymyr Богдан=Bohdan Тарас=Taras Ігор=Ihor/Igor Євген=Yevhen/Evgen'),
  families: pairedNames('Шевченко=Shevchenko Мельник=Melnyk Бондаренко=Bondarenko Коваленко=Kovalenko Ткаченко=Tkachenko Кравченко=Kravchenko Олійник=Oliinyk/Oliynyk Шевчук=Shevchuk Поліщук=Polishchuk Лисенко=Lysenko Гончаренко=Honcharenko Ковальчук=Kovalchuk Марченко=Marchenko Савченко=Savchenko Руденко=Rudenko Кузьменко=Kuzmenko Яценко=Yatsenko Левицький=Levytskyi Їжакевич=Yizhakevych Ющук=Yushchuk'),
};

const greek: NameCulture = {
  code: 'el', share: 2, countries: ['GR', 'GR', 'CY', 'DE'], language: 'Greek',
  toFeminine: (family) => ending(family, [/ς$/, ''], [/s$/, '']),
  women: pairedNames('Μαρία=Maria Ελένη=Eleni Κατερίνα=Katerina Βασιλική=Vasiliki Σοφία=Sofia Αγγελική=Angeliki Γεωργία=Georgia Δήμητρα=Dimitra Ευαγγελία=Evangelia Ιωάννα=Ioanna Χριστίνα=Christina Αναστασία=Anastasia'),
  men: pairedNames('Γιώργος=Giorgos/George Δημήτρης=Dimitris Κώστας=Kostas Νίκος=Nikos Γιάννης=Giannis/Yannis Παναγιώτης=Panagiotis Βασίλης=Vasilis Αλέξανδρος=Alexandros Χρήστος=Christos Ευάγγελος=Evangelos Σπύρος=Spyros Θανάσης=Thanasis'),
  families: pairedNames('Παπαδάκης=Papadakis Νικολαΐδης=Nikolaidis Βλάχος=Vlachos Αγγελίδης=Angelidis Οικονόμου=Oikonomou/Economou Παππάς=Pappas Μακρής=Makris Αθανασίου=Athanasiou Γεωργίου=Georgiou Δημητρίου=Dimitriou Καραγιάννης=Karagiannis Σταματάκης=Stamatakis Ψαράς=Psaras Ξενάκης=Xenakis Τσιλιγγίρης=Tsiligiris Χατζής=Chatzis/Hatzis'),
};

export const easternEuropeanNames: readonly NameCulture[] = [russian, ukrainian, greek];
