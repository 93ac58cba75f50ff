/** Everyday English words that say nothing about when. */
export const ENGLISH_PLAIN_WORDS = `
  i you he she it we they me him her us them my your his its our their mine yours hi hello hey thanks thank good
  great fine perfect nice cool lovely yeah yes yep yup sure right correct exactly would could should can might
  must will shall do does did done doing have has had having get gets got getting gotten need needs needed want
  wants wanted like likes liked love prefer prefers preferred id ill im ive youre were was are is be been being am
  thats lets let there here that these those what whats where which who whom whose how why any some if as with
  than then but so too also only even still again back away free available open closed busy book booking booked
  bookings appointment appointments schedule scheduled reschedule rescheduled scheduling move moved moving cancel
  cancelled canceled cancelling change changed changing come coming comes came go going goes gone went make makes
  made making take takes took taken taking work works worked working see seeing saw seen meet meets meeting
  meetings met visit visiting reserve reserved reservation slot slots opening openings call calling called haircut
  hair cut trim colour color check checkup please kindly look looking looks hope hoping think thinking thought
  guess know knew sound sounds ideally possibly probably preferably actually really new another other others else
  one put set into out off down bring keep kept give gives gave anything something someone somebody anyone
  everything nothing bit little son daughter wife husband mother father mom dad kids kid child children friend
  colleague boss team leave leaving leaves left arrive arriving arrives starts started starting finish finishing
  finishes plan plans planned planning doctor dentist lesson class classes session treatment consultation dinner
  breakfast school office home house place room hotel flight train bus car trip travel party wedding
  concert conference game movie film show lunch try trying tried ask asking asked tell told say says said talk
  speak email mail phone number name send sent remind reminder alarm wake add remove find finding found help
  happen happens happened ok okay just very much many more less few able because though maybe both either
  whichever whatever yet already mind fit fits fitted suit suits suited possible convenient spare offer offers
  offered squeeze needd wouldnt couldnt shouldnt isnt arent wasnt werent havent hasnt hadnt didnt doesnt theres
  heres whens wheres hows lemme gonna wanna gotta youve youd theyre theyd weve shell itll thatll
`
