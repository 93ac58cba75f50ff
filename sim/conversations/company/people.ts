/** First names, several of them easily mistaken for each other. */
export const firstNames = (
  'Sarah Sara Anna Hanna Johanna Lena Lina Jana Julia Juliane Katrin Kathrin Christine Christina Kristina Marie Maria ' +
  'Mia Aylin Elif Leyla Fatma Nina Tina Petra Sabine Claudia Birgit Stefan Stephan Steffen Tobias Thomas Tomas Markus ' +
  'Marcus Mehmet Mohammed Ahmet Jan Jens Jonas Florian Fabian Uwe Jörg Jürgen Björn Matthias Mathias Michael Michel Olga'
).split(' ') as [string, ...string[]]

/** Families of last names that sound alike; speech recognition knows no difference between many of them. */
export const lastNameFamilies = (
  'Meier Maier Mayer Meyer Mayr,Schmidt Schmitt Schmied Schmitz,Müller Möller Miller,Hoffmann Hofmann Hoffman,' +
  'Krüger Kröger Krueger,Becker Bäcker Decker,Weber Wieber Weiber,Wagner Wegner Wegener,Schneider Schnieder,Fischer Vischer,' +
  'Koch Kock Kohl,Richter Rechter,Bauer Baur Brauer,Klein Kleine Kluin,Wolf Wolff Wulf,Schröder Schroeter Schröter,' +
  'Neumann Naumann,Schwarz Schwartz,Zimmermann Zimmerman,Braun Brown Brauns,Hartmann Hardtmann,Lange Lang Langer,' +
  'Schulz Schulze Scholz,Werner Wörner,Krause Kraus Krauß,Lehmann Lohmann,Köhler Kohler Kähler,Herrmann Hermann,' +
  'König Koenig,Walter Walther,Peters Petersen Petri,Huber Gruber,Kaiser Keiser,Yılmaz Yildiz Yıldırım,Demir Demirel Demirci,' +
  'Kaya Kayan,Öztürk Ozturk,Nowak Novak,Kowalski Kowalsky,Petrović Petrovic,Nguyen Nguyễn,Santos Dantos,García Garcia,' +
  'Berg Bergen,Velden Welden,Sommer Sommerfeld,Winter Winterfeld,Engel Engels,Voigt Vogt Vogel,Jäger Jaeger,Seidel Seidl,' +
  'Brandt Brand Brandl,Haas Hase,Graf Graff,Dietrich Diedrich,Ziegler Zeigler,Kuhn Kühn Kuehn,Pohl Pohle,Engelhardt,' +
  'Sauer Sauter,Arnold Arnolds,Beck Bock,Thomas,Busch Pusch,Bergmann Borgmann,Simon Siemon,Lorenz Lorentz'
)
  .split(',')
  .map((family) => family.split(' ')) as [[string, ...string[]], ...[string, ...string[]][]]
