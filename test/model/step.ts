import * as fc from 'fast-check'

/** One thing that happens in a house. Numbers that name something are taken modulo how many there are. */
export type Step =
  | {
      readonly kind: 'ask'
      readonly call: number
      readonly when: WallWish
      readonly service: number
      readonly staff: number | null
    }
  | {
      readonly kind: 'book'
      readonly call: number
      /** Which of the offers of `offerOf`; mostly the call's own. */
      readonly offer: number
      readonly offerOf: 'own' | 'another'
      readonly said: Said
      readonly confirm: boolean
      readonly attendee: number
      /** A connection that breaks at a commit of this request; it is then delivered again, unbroken. */
      readonly breaks: Break | null
    }
  /** An earlier booking request is delivered again; often one that was refused. */
  | { readonly kind: 'repeat'; readonly ofRefused: boolean; readonly request: number }
  /** The desk cancels; whoever was refused last may try again at once. */
  | { readonly kind: 'cancel'; readonly appointment: number; readonly isStale: boolean; readonly triesAgain: boolean }
  /** One of the live holds runs out by the database's clock. */
  | { readonly kind: 'run_out'; readonly hold: number }
  | { readonly kind: 'tidy' }
  | { readonly kind: 'hang_up'; readonly call: number }
  | { readonly kind: 'wait'; readonly minutes: number }
  /** Somebody who takes no lock wants a time for an appointment that stands. */
  | { readonly kind: 'occupy'; readonly appointment: number; readonly when: WallWish; readonly staff: number }
  | { readonly kind: 'close_day'; readonly afterDays: number }

/** A wall time: days after today and minute of the day. */
export type WallWish = { readonly afterDays: number; readonly minute: number }

/** What the caller said to the offer meant. */
export type Said = 'yes' | 'no' | 'yes_then_no' | 'no_then_yes' | 'yes_to_another' | 'nothing' | 'unclear'

export type Break = { readonly commit: number; readonly side: 'before' | 'after' }

const anyIndex = fc.nat({ max: 5 })
/** Few enough that callers meet, many enough that a house does not fill at once. */
const anyWish: fc.Arbitrary<WallWish> = fc.record({
  afterDays: fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(0, 1, 1, 1, 1, 1, 2) },
    { weight: 1, arbitrary: fc.constantFrom(-1, 3, 8, 91) },
  ),
  minute: fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(600, 600, 600, 615, 620, 630, 630, 660) },
    { weight: 3, arbitrary: fc.constantFrom(0, 60, 120, 180, 210, 240, 285, 480, 607, 765, 990, 1_050, 1_410) },
  ),
})

const anyBreak = fc.option(
  fc.record({ commit: fc.integer({ min: 1, max: 3 }), side: fc.constantFrom('before' as const, 'after' as const) }),
  { freq: 4 },
)

export const anyAsk: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant('ask' as const),
  call: anyIndex,
  when: anyWish,
  service: anyIndex,
  staff: fc.option(anyIndex, { freq: 3, nil: null }),
})

export const anyBook: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant('book' as const),
  call: anyIndex,
  offer: fc.nat({ max: 20 }),
  offerOf: fc.constantFrom('own' as const, 'own' as const, 'own' as const, 'own' as const, 'another' as const),
  said: fc.oneof(
    { weight: 6, arbitrary: fc.constant('yes' as const) },
    {
      weight: 4,
      arbitrary: fc.constantFrom<Said>('no', 'yes_then_no', 'no_then_yes', 'yes_to_another', 'nothing', 'unclear'),
    },
  ),
  confirm: fc.boolean(),
  attendee: fc.nat({ max: 2 }),
  breaks: anyBreak,
})

/** Everything that can happen, what matters oftener. */
export const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 10, arbitrary: anyAsk },
  { weight: 10, arbitrary: anyBook },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('repeat' as const),
      ofRefused: fc.boolean(),
      request: fc.nat({ max: 20 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('cancel' as const),
      appointment: anyIndex,
      isStale: fc.constantFrom(false, false, true),
      triesAgain: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('run_out' as const), hold: anyIndex }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'tidy' as const }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('hang_up' as const), call: anyIndex }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait' as const), minutes: fc.constantFrom(30, 240) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('occupy' as const),
      appointment: anyIndex,
      when: anyWish,
      staff: anyIndex,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('close_day' as const), afterDays: fc.nat({ max: 2 }) }) },
)
