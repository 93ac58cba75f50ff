import type { Service } from '../../catalog/service.ts'
import { weeklyHours } from '../../infra/weekly-hours.ts'
import type { StaffMember } from '../../staff/staff-member.ts'

/** The houses that the transcripts are of. */
export type TranscriptHouse = { readonly services: readonly Service[]; readonly staff: readonly StaffMember[] }

type Offer = readonly [name: string, nameEn: string, aliases?: readonly string[]]
type Person = readonly [title: string, first: string, last: string]

function house(offers: readonly Offer[], people: readonly Person[]): TranscriptHouse {
  const staff = people.map(([title, firstName, lastName]): StaffMember => {
    const person = { id: `staff-${lastName}`, branchId: 'branch', title, firstName, lastName }
    return { ...person, hours: weeklyHours([]), timeOff: [], calendarReference: null }
  })
  const services = offers.map(([name, nameEn, aliases = []]): Service => ({
    id: `service-${name}`,
    categoryId: null,
    name,
    nameEn,
    description: '',
    aliases,
    durationMinutes: 30,
    bufferBeforeMinutes: 0,
    bufferAfterMinutes: 0,
    priceMinor: null,
    isDefault: false,
    staffIds: staff.map(({ id }) => id),
    gaps: [],
    calendarReference: null,
  }))
  return { services, staff }
}

export const transcriptHouses = {
  salon: house(
    [
      ['Damenhaarschnitt', "Women's haircut", ['Haarschnitt für Damen', 'Damenschnitt', 'ladies haircut']],
      ['Herrenhaarschnitt', "Men's haircut", ['Haarschnitt für Herren', 'Herrenschnitt', 'gents haircut', "men's cut"]],
      ['Kinderhaarschnitt', "Children's haircut", ['Haarschnitt für Kinder', 'Kinderschnitt']],
      ['Waschen und Föhnen', 'Wash and blow-dry', ['Föhnfrisur', 'blow dry']],
      ['Färben', 'Colouring', ['Haare färben', 'Farbe', 'Coloration']],
      ['Strähnchen', 'Highlights', ['Strähnen', 'Foliensträhnen']],
      ['Balayage', 'Balayage'],
      ['Dauerwelle', 'Perm'],
      ['Hochsteckfrisur', 'Updo', ['Brautfrisur']],
      ['Bart trimmen', 'Beard trim', ['Bartpflege', 'Bart']],
    ],
    [
      ['', 'Lena', 'Sommer'],
      ['', 'Sarah', 'Meier'],
      ['', 'Mehmet', 'Yılmaz'],
      ['', 'Julia', 'Krüger'],
      ['', 'Tobias', 'Becker'],
    ],
  ),
  praxis: house(
    [
      ['Kontrolluntersuchung', 'Check-up', ['Kontrolle', 'Kontrolltermin', 'Vorsorge']],
      ['Professionelle Zahnreinigung', 'Professional cleaning', ['Zahnreinigung', 'PZR', 'teeth cleaning']],
      ['Füllung', 'Filling', ['Plombe']],
      ['Bleaching', 'Bleaching'],
      ['Schmerztermin', 'Toothache appointment', ['Zahnschmerzen', 'Notfall', 'toothache']],
    ],
    [
      ['Dr.', 'Markus', 'Vogel'],
      ['Dr.', 'Petra', 'Lindner'],
      ['', 'Nina', 'Hartmann'],
    ],
  ),
  werkstatt: house(
    [
      ['Reifenwechsel', 'Tyre change', ['Räderwechsel', 'Winterreifen', 'Reifen wechseln']],
      ['Ölwechsel', 'Oil change'],
      ['Inspektion', 'Inspection'],
      ['Hauptuntersuchung', 'MOT test', ['TÜV', 'HU']],
      ['Klimaservice', 'Air conditioning service', ['Klimaanlage']],
      ['Bremsencheck', 'Brake check', ['Bremsen']],
    ],
    [
      ['Herr', 'Jens', 'Brandt'],
      ['Herr', 'Kai', 'Lorenz'],
    ],
  ),
  massage: house([['Klassische Massage', 'Classic massage']], [['', 'Ines', 'Roth']]),
} as const satisfies Record<string, TranscriptHouse>
