import { combinedNames, latinNames, type NameCulture } from './spelling';

const french: NameCulture = {
  code: 'fr', share: 6, countries: ['FR', 'FR', 'FR', 'BE', 'CA', 'CH'], language: 'French',
  women: latinNames('Marie Camille Julie Léa Élodie Sophie Chloé Aurélie Céline Manon Hélène Margaux Inès Zoé Noémie Mélanie Françoise Geneviève Anaïs Maëlle Clémence Lucie'),
  men: latinNames('Nicolas Thomas Julien Pierre Antoine François Jérôme Mathieu Sébastien Guillaume Rémi Étienne Benoît Loïc Jean-Baptiste Gaël Frédéric Hugo Cédric Théo Jean-Luc Raphaël'),
  families: [
    ...latinNames('Martin Bernard Dubois Thomas Robert Richard Petit Durand Leroy Moreau Simon Laurent Lefèvre Michel Garcia Roux Fournier Girard Bonnet Dupont Lambert Fontaine Rousseau Chevalier Gauthier Lefebvre Mercier Guérin Boyer Garnier Faure Blanc Hébert Besançon de_La_Tour'),
    ...combinedNames(latinNames('Beau Clair Roche Mont Haut Ville Fort Cham'), latinNames('mont champ fort val pré lieu bois rive')),
  ],
};

const spanish: NameCulture = {
  code: 'es', share: 7, countries: ['ES', 'MX', 'ES', 'AR', 'CO', 'US'], language: 'Spanish', hasTwoFamilies: true,
  women: latinNames('María Carmen Ana Lucía Laura Sofía Marta Paula Isabel Elena Begoña Pilar Inés Concepción Rocío Verónica Andrea Natalia Mónica Beatriz Adriana Guadalupe'),
  men: latinNames('José Antonio Juan Manuel Francisco David Javier Carlos Miguel Alejandro Pablo Sergio Andrés Fernando Jesús Álvaro Iñaki Ángel Rubén Óscar Raúl Adrián'),
  families: latinNames('García Rodríguez González Fernández López Martínez Sánchez Pérez Gómez Martín Jiménez Ruiz Hernández Díaz Moreno Muñoz Álvarez Romero Alonso Gutiérrez Navarro Torres Domínguez Vázquez Ramos Gil Ramírez Serrano Blanco Molina Castro Ortega Núñez Ibáñez Peña Cordón Zurriaga Etxeberria Urrutia Belmonte Carrizo Quiroga'),
};

const portuguese: NameCulture = {
  code: 'pt', share: 5, countries: ['BR', 'BR', 'PT'], language: 'Portuguese', hasTwoFamilies: true,
  women: latinNames('Maria Ana Juliana Fernanda Camila Beatriz Mariana Larissa Patrícia Inês Letícia Joana Conceição Débora Luísa Vitória Tânia Cláudia Aline Bruna'),
  men: latinNames('João José Pedro Lucas Rafael Gustavo Thiago Felipe Rodrigo André Antônio Luís Caio Sebastião Vinícius Márcio Tomás Gonçalo Fábio Bruno'),
  families: latinNames('Silva Santos Oliveira Souza Rodrigues Ferreira Alves Pereira Lima Gomes Costa Ribeiro Martins Carvalho Almeida Lopes Soares Fernandes Vieira Barbosa Rocha Dias Nascimento Araújo Magalhães Guimarães Gonçalves Brandão Simões Leitão Falcão da_Cunha'),
};

const italian: NameCulture = {
  code: 'it', share: 4, countries: ['IT', 'IT', 'IT', 'CH'], language: 'Italian',
  women: latinNames('Giulia Francesca Chiara Sara Martina Valentina Elisa Federica Silvia Alessandra Paola Ilaria Elena Niccolina Beatrice Benedetta Caterina Ludovica'),
  men: latinNames('Marco Andrea Alessandro Giuseppe Luca Matteo Lorenzo Francesco Davide Stefano Niccolò Simone Riccardo Federico Gabriele Giovanni Salvatore Edoardo'),
  families: [
    ...latinNames("Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Bruno Gallo Conti De_Luca Mancini Costa Giordano Rizzo Lombardi Moretti Barbieri Fontana Santoro Mariani Caruso D'Angelo Cantù Forlì"),
    ...combinedNames(latinNames('Monte Bella Casa Castel Ponte Torre Valle'), latinNames('verde nuovo rossa fiore grande mare')),
  ],
};

const romanian: NameCulture = {
  code: 'ro', share: 2, countries: ['RO', 'RO', 'GB'], language: 'Romanian',
  women: latinNames('Maria Elena Ioana Andreea Alina Mihaela Gabriela Ștefania Anca Raluca Simona Mădălina Oana Denisa'),
  men: latinNames('Andrei Alexandru Mihai Ionuț Ștefan Cristian Bogdan Răzvan Vlad Florin Cătălin Gheorghe Marius Dragoș'),
  families: latinNames('Popa Popescu Ionescu Radu Dumitru Stan Stoica Gheorghe Matei Constantin Rusu Munteanu Șerban Țurcanu Moldovan Lăzărescu Câmpeanu Bălan Ardeleanu Tănase'),
};

export const romanceNames: readonly NameCulture[] = [french, spanish, portuguese, italian, romanian];
