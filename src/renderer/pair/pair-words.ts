import type { DeviceRole } from '#shared/contract/device-api'

/** What the page says: what happened, and what to do next. */
export interface PairWords {
  happened: string
  next: string
}

export type Outcome = 'waiting' | 'no_code' | 'pairing_over' | 'locked_out' | 'no_contact' | 'failed'

const sv = {
  waiting: { happened: 'Parar ihop …', next: '' },
  no_code: {
    happened: 'Ingen kod',
    next: 'Öppna sidan genom att rikta kameran mot koden under Inställningar, Enheter.',
  },
  pairing_over: {
    happened: 'Koden är använd eller för gammal',
    next: 'Be om en ny under Inställningar, Enheter. En kod gäller i tio minuter och för en enda enhet.',
  },
  locked_out: { happened: 'För många fel koder', next: 'Vänta en stund och försök sedan med en ny kod.' },
  no_contact: {
    happened: 'Ingen kontakt med Lucka',
    next: 'Kontrollera att enheten är i samma nätverk, och ladda om sidan.',
  },
  failed: { happened: 'Det gick inte', next: 'Be om en ny kod och försök igen.' },
} satisfies Record<Outcome, PairWords>

const en: typeof sv = {
  waiting: { happened: 'Pairing …', next: '' },
  no_code: { happened: 'No code', next: 'Open this page by pointing the camera at the code under Settings, Devices.' },
  pairing_over: {
    happened: 'The code has been used or is too old',
    next: 'Ask for a new one under Settings, Devices. A code is good for ten minutes and for one device.',
  },
  locked_out: { happened: 'Too many wrong codes', next: 'Wait a while and then try a new code.' },
  no_contact: {
    happened: 'No contact with Lucka',
    next: 'See that this device is on the same network, and load the page again.',
  },
  failed: { happened: 'It did not work', next: 'Ask for a new code and try again.' },
}

const roles = {
  sv: { door: 'att släppa in', look_door: 'att titta på biljetter', till: 'kassan', display: 'kunderna att se på' },
  en: { door: 'letting people in', look_door: 'looking at tickets', till: 'a till', display: 'a customer display' },
} satisfies Record<string, Record<DeviceRole, string>>

/** The words of a language. */
export function wordsIn(language: 'sv' | 'en') {
  return {
    of: (outcome: Outcome): PairWords => (language === 'sv' ? sv : en)[outcome],
    paired: (name: string, role: DeviceRole): PairWords =>
      language === 'sv'
        ? { happened: `Parad som ${name}`, next: `Den här enheten är nu till för ${roles.sv[role]}.` }
        : { happened: `Paired as ${name}`, next: `This device is now for ${roles.en[role]}.` },
    go: language === 'sv' ? 'Fortsätt' : 'Go on',
  }
}
