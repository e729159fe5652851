import { combinedNames, latinNames, type NameCulture } from './spelling';

const german: NameCulture = {
  code: 'de', share: 9, countries: ['DE', 'DE', 'DE', 'AT', 'CH'], language: 'German',
  women: latinNames('Anna Julia Laura Katharina Lena Sabine Stefanie Jana Lisa Christine Franziska Johanna Käthe Annika Monika Petra Ute Birgit Theresa Miriam Hanna Carolin Antje'),
  men: latinNames('Thomas Michael Andreas Stefan Alexander Jan Maximilian Lukas Florian Matthias Jürgen Jörg Sebastian Tobias Günther Philipp Björn Johannes Felix Markus Uwe Götz Dirk Holger'),
  families: [
    ...latinNames('Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt Werner Krause Lehmann Köhler Maier König Walter Huber Kaiser Fuchs Peters Möller Weiß Jung Groß Böhm Jäger von_Lindenau'),
    ...combinedNames(
      latinNames('Berg Stein Rosen Eich Kalten Lauter Ober Roth Schön Wald Grün Linden'),
      latinNames('mann bach berger hoff feld brunner hauser meister thal egger'),
    ),
  ],
};

const dutch: NameCulture = {
  code: 'nl', share: 3, countries: ['NL', 'NL', 'BE'], language: 'Dutch',
  women: latinNames('Emma Sanne Lotte Anouk Femke Marieke Eva Iris Fleur Maaike Ilse Roos Esther Noor Jolanda Wendy Saskia Hanneke'),
  men: latinNames('Jan Daan Sem Pieter Bas Thijs Jeroen Willem Maarten Joost Ruben Koen Sander Niels Bram Hendrik Wouter Dirk'),
  families: [
    ...latinNames('de_Jong Jansen de_Vries van_den_Berg Bakker van_Dijk Visser Smit Meijer de_Boer Mulder de_Groot Bos Vos Peters Hendriks van_Leeuwen Dekker Brouwer de_Wit Dijkstra Smits de_Graaf van_der_Meer'),
    ...combinedNames(latinNames('Hout Oost Wester Noorde Kloos Veld Zuid Rijn'), latinNames('man huis kamp stra wijk broek sma hof')),
  ],
};

const nordic: NameCulture = {
  code: 'sv', share: 4, countries: ['SE', 'NO', 'DK', 'FI'], language: 'Swedish',
  women: latinNames('Anna Ingrid Maja Åsa Elin Sofia Karin Astrid Frida Solveig Märta Linnéa Sigrid Freja Kirsten Mette Hanne Tuuli Aino Päivi Gunilla'),
  men: latinNames('Erik Lars Johan Anders Nils Magnus Øystein Bjørn Søren Håkan Jørgen Mikkel Gustav Åke Olav Sven Torbjörn Jens Mika Jukka Väinö Rasmus'),
  families: [
    ...latinNames('Andersson Johansson Karlsson Nilsson Eriksson Larsson Olsson Hansen Jensen Nielsen Pedersen Sørensen Lindström Bergström Sjöberg Åkesson Ødegård Bjørnstad Virtanen Korhonen Mäkinen Hämäläinen Nygaard Kjær'),
    ...combinedNames(latinNames('Lind Berg Ek Hög Ny Sand Sten Öst Söder Gran'), latinNames('qvist ström dahl lund gren vik holm blad')),
  ],
};

export const germanicNames: readonly NameCulture[] = [german, dutch, nordic];
