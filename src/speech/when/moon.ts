const DAY_MS = 86_400_000
const J2000 = 2_451_545
const UNIX_JULIAN_DAY = 2_440_587.5
const CENTURY_DAYS = 36_525
/** Degrees by which the moon outruns the sun in a day, on average. */
const GAIN_PER_DAY = 12.190_749
/** Lahiri's distance between the tropical and the sidereal zodiac in 2000, and its yearly growth, in degrees. */
const AYANAMSA_2000 = 23.853
const AYANAMSA_PER_YEAR = 0.013_97

/** Largest terms of the moon's longitude (Meeus, Astronomical Algorithms, ch. 47): degrees, then multiples of D, M, M′, F. */
const MOON_TERMS: readonly (readonly [number, number, number, number, number])[] = [
  [6.288774, 0, 0, 1, 0],
  [1.274027, 2, 0, -1, 0],
  [0.658314, 2, 0, 0, 0],
  [0.213618, 0, 0, 2, 0],
  [-0.185116, 0, 1, 0, 0],
  [-0.114332, 0, 0, 0, 2],
  [0.058793, 2, 0, -2, 0],
  [0.057066, 2, -1, -1, 0],
  [0.053322, 2, 0, 1, 0],
  [0.045758, 2, -1, 0, 0],
  [-0.040923, 0, 1, -1, 0],
  [-0.03472, 1, 0, 0, 0],
  [-0.030383, 0, 1, 1, 0],
]

/** The sun's longitude in the sidereal zodiac, in degrees, good to a hundredth. Moments are epoch milliseconds. */
export function siderealSun(at: number): number {
  const centuries = centuriesOf(at)
  return turn(sun(centuries) - AYANAMSA_2000 - AYANAMSA_PER_YEAR * centuries * 100)
}

/** The day of the moon, 0 (just after new moon) to 29: each is twelve degrees of distance from the sun. */
export function moonDay(at: number): number {
  return Math.floor(elongation(at) / 12)
}

/** The sign (0 is Aries) the sun stood in at the new moon before: what Indian calendars call the month by. */
export function moonMonth(at: number): number {
  let newMoon = later(at, -elongation(at) / GAIN_PER_DAY)
  const left = elongation(newMoon)
  newMoon = later(newMoon, -(left > 180 ? left - 360 : left) / GAIN_PER_DAY)
  return Math.floor(siderealSun(newMoon) / 30)
}

function elongation(at: number): number {
  const centuries = centuriesOf(at)
  return turn(moon(centuries) - sun(centuries))
}

function sun(centuries: number): number {
  const anomaly = 357.52911 + 35_999.05029 * centuries
  return (
    280.46646 +
    36_000.76983 * centuries +
    1.914602 * sine(anomaly) +
    0.019993 * sine(2 * anomaly) +
    0.000289 * sine(3 * anomaly)
  )
}

function moon(centuries: number): number {
  const elongation = 297.8501921 + 445_267.1114034 * centuries
  const sunAnomaly = 357.52911 + 35_999.05029 * centuries
  const moonAnomaly = 134.9633964 + 477_198.8675055 * centuries
  const latitude = 93.272095 + 483_202.0175233 * centuries
  return MOON_TERMS.reduce(
    (sum, [degrees, d, m, p, f]) =>
      sum + degrees * sine(d * elongation + m * sunAnomaly + p * moonAnomaly + f * latitude),
    218.3164477 + 481_267.88123421 * centuries,
  )
}

function centuriesOf(at: number): number {
  return (at / DAY_MS + UNIX_JULIAN_DAY - J2000) / CENTURY_DAYS
}

function later(at: number, days: number): number {
  return at + days * DAY_MS
}

function sine(degrees: number): number {
  return Math.sin((degrees * Math.PI) / 180)
}

function turn(degrees: number): number {
  return ((degrees % 360) + 360) % 360
}
