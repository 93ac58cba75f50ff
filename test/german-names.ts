/** First and last names as German staff lists have them, to draw test people from; the foreign share is that of a large city. */

export const firstNames: readonly string[] = (
  'Anna Anne Anja Andrea Angelika Annette Antje Astrid Barbara Beate Bettina Birgit Brigitte Britta Carina Carla Carolin ' +
  'Charlotte Christa Christiane Christina Claudia Cornelia Dagmar Daniela Denise Doris Elena Elisabeth Elke Ella Emilia Emily ' +
  'Emma Erika Eva Evelyn Franziska Gabriele Gerda Gisela Greta Gudrun Hanna Heike Helena Helga Hildegard Ida Ilona Ines Inge ' +
  'Ingrid Irene Iris Isabel Jana Janine Jasmin Jennifer Jessica Johanna Julia Juliane Karin Karla Katharina Kathrin Katja ' +
  'Kerstin Kirsten Klara Kristin Lara Laura Lea Lena Leonie Lina Linda Lisa Luisa Lydia Magdalena Maike Manuela Mareike ' +
  'Margarete Maria Marianne Marie Marina Marion Marlene Martina Mathilda Melanie Melina Mia Michaela Miriam Mona Monika Nadine ' +
  'Nadja Natalie Nele Nicole Nina Nora Olga Paula Petra Pia Regina Renate Ricarda Rita Romy Ronja Rosa Sabine Sabrina Sandra ' +
  'Sara Sarah Saskia Silke Silvia Simone Sofia Sonja Sophie Stefanie Stephanie Susanne Svenja Sylvia Tamara Tanja Tatjana ' +
  'Theresa Tina Ulrike Ursula Ute Vanessa Vera Verena Veronika Viktoria Yvonne Zoe Ayse Fatma Elif Zeynep Agnieszka Giulia ' +
  'Alexander Andreas Anton Armin Arne Axel Ben Benedikt Benjamin Bernd Bernhard Björn Boris Carsten Christian Christoph Claus ' +
  'Daniel David Dennis Detlef Dieter Dirk Dominik Eberhard Eckhard Elias Emil Erik Erwin Fabian Felix Finn Florian Frank Franz ' +
  'Friedrich Fritz Georg Gerhard Gregor Günter Gustav Hannes Hans Harald Hartmut Heiko Heinrich Heinz Helmut Hendrik Henri ' +
  'Henning Herbert Hermann Holger Horst Hubert Ingo Jakob Jan Jannik Jens Joachim Jochen Johannes Jonas Jonathan Jörg Josef ' +
  'Julian Jürgen Kai Karl Karsten Kevin Klaus Konrad Konstantin Kurt Lars Lennart Leon Linus Lorenz Lothar Luca Ludwig Lukas ' +
  'Lutz Manfred Manuel Marcel Marco Marcus Mario Markus Martin Marvin Matthias Max Maximilian Michael Mirko Moritz Nico Niklas ' +
  'Nils Norbert Olaf Oliver Oskar Otto Pascal Patrick Paul Peter Philipp Rainer Ralf Raphael Reiner Reinhard Rene Richard ' +
  'Robert Robin Roland Rolf Roman Rüdiger Rudolf Samuel Sebastian Siegfried Silas Simon Stefan Steffen Stephan Sven Theo ' +
  'Thomas Thorsten Till Tim Timo Tobias Tom Torben Torsten Udo Ulrich Uwe Valentin Viktor Vincent Volker Walter Werner Wilhelm ' +
  'Wolfgang Yannick Mehmet Mustafa Ahmed Ali Murat Piotr Giovanni Sergej Dimitri Anna-Lena Hans-Peter Karl-Heinz Eva-Maria ' +
  'Klaus-Dieter Ann-Kathrin'
).split(' ')

export const lastNames: readonly string[] = (
  'Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein Wolf Schröder ' +
  'Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt Werner Schmitz Krause Meier Lehmann Schmid Schulze ' +
  'Maier Köhler Herrmann König Walter Mayer Huber Kaiser Fuchs Peters Lang Scholz Möller Weiß Jung Hahn Schubert Vogel ' +
  'Friedrich Keller Günther Frank Berger Winkler Roth Beck Lorenz Baumann Franke Albrecht Schuster Simon Ludwig Böhm Winter ' +
  'Kraus Martin Schumacher Krämer Vogt Stein Jäger Otto Sommer Groß Seidel Heinrich Brandt Haas Schreiber Graf Schulte ' +
  'Dietrich Ziegler Kuhn Kühn Pohl Engel Horn Busch Bergmann Thomas Voigt Sauer Arnold Wolff Pfeiffer Ernst Lindner Hübner ' +
  'Kramer Franz Beyer Wenzel Richter-Lange Schumann Hermann Jahn Barth Seifert Kunz Riedel Kern Fiedler Arndt Reuter Ritter ' +
  'Hauser Bach Blum Bock Böttcher Brand Brinkmann Bruns Buchholz Burger Christ Conrad Decker Dietz Ebert Eckert Eder Ehlers ' +
  'Engelhardt Esser Fink Frey Fritsch Fröhlich Fuhrmann Funk Gabriel Gebhardt Geiger Geisler Gerber Gerlach Göbel Götz Greiner ' +
  'Grimm Gruber Grünwald Haase Hagen Hammer Hansen Harms Heck Heidenreich Heil Hein Heine Heinz Heinze Held Heller Hempel ' +
  'Henkel Hennig Hensel Herbst Herold Hess Hesse Heuer Hiller Hinz Hirsch Höfer Hohmann Holz Hoppe Hummel Ivanov Jacob Jacobs ' +
  'Janssen Jansen Jensen John Jordan Jost Jürgens Kaufmann Keil Kellner Kirchner Kirsch Klaus Klose Kluge Knoll Kohl Kolb ' +
  'Konrad Kopp Korn Körner Köster Kowalski Kraft Krebs Kremer Kretschmer Kröger Kruse Kühne Kunze Kurz Lauer Laux Lenz Leonhardt ' +
  'Link Linke Löffler Lohmann Ludwigs Lutz Maas Mack Mai Marks Marquardt Martens Marx Mayr Mende Menzel Merkel Mertens Merz ' +
  'Metzger Metz Meißner Michel Michels Miller Mohr Moser Münch Mühlbauer Naumann Nagel Neubauer Neumeister Nickel Niemann ' +
  'Noack Noll Nowak Oswald Ott Pape Paul Petersen Petzold Pfeifer Philipp Pieper Pietsch Preuß Probst Raab Rademacher Radtke ' +
  'Rapp Rau Rausch Reich Reichert Reimann Reimer Reinhardt Reinhold Reiter Renner Reuß Rieger Rode Röder Rohde Römer Rose ' +
  'Rösch Rosenberger Rothe Rudolph Runge Rupp Sander Sandner Schaaf Schade Schaller Scharf Schäffer Schenk Scherer Schick ' +
  'Schilling Schindler Schlegel Schlüter Schmidtke Schneiders Scholl Schön Schönfeld Schott Schramm Schreiner Schröter ' +
  'Schubart Schüler Schütte Schütz Schütze Schuler Schwab Schweizer Seeger Seiler Seitz Siebert Siegel Siemon Singer Sonntag ' +
  'Specht Springer Stadler Stahl Stark Steffens Steiner Stephan Stock Stoll Straub Strauß Stumpf Sturm Thiel Thiele Thieme ' +
  'Tietz Trapp Ulrich Unger Urban Vetter Voß Wagener Wahl Walther Weber-Kohl Wegener Wegner Weigel Weinert Weis Weise Weller ' +
  'Wendt Werner-Stark Westphal Wetzel Wiedemann Wiegand Wilhelm Wilke Will Winkelmann Wirth Witt Witte Wittmann Wulf Wunderlich ' +
  'Wurm Zander Zeller Zimmer Yilmaz Kaya Demir Öztürk Çelik Şahin Aydın Nguyen Rossi Esposito Popescu Jankowski Wiśniewski ' +
  'Petrović Novák Horvat Silva Garcia'
).split(' ')

/** A whole number 0 ≤ n < `below`, all as likely; the same seed gives the same row of them. */
export type Draw = (below: number) => number

/** Draws from a seed; good enough for names, and for nothing secret. */
export function seededDraw(seed: number): Draw {
  let state = seed >>> 0 || 1
  return (below) => {
    // xorshift32 (Marsaglia, 2003)
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}

/** One of a list, which must not be empty. */
export function drawOne<T>(draw: Draw, from: readonly T[]): T {
  const drawn = from[draw(from.length)]
  if (drawn === undefined) throw new RangeError('nothing to draw from')
  return drawn
}

/** `count` different people, "first last" each. */
export function drawPeople(draw: Draw, count: number): readonly string[] {
  const people = new Set<string>()
  while (people.size < count) people.add(`${drawOne(draw, firstNames)} ${drawOne(draw, lastNames)}`)
  return [...people]
}
