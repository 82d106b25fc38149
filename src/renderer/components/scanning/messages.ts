export const sv = {
  close: 'Stäng',
  test: {
    begin: 'Pröva skannern',
    title: 'Pröva skannern',
    picture: 'Provkod att skanna',
    waiting: 'Skanna koden med skannern. Då står här hur den är inställd.',
    noKeyboard: 'Skannern skickar texten direkt och inte som tangenter. Inget behöver ställas in.',
    allGood: 'Skannern är rätt inställd.',
    some: 'Skannern går att använda, men ställ in det här:',
    other: 'Det där var inte provkoden, eller så kom den fram skadad.',
    hid: {
      about: 'En skanner i HID-läge (HID POS) skriver inte, den skickar koden direkt.',
      connect: 'Anslut skanner i HID-läge',
      none: 'Ingen sådan skanner anslöts. Skanna koden för HID POS i skannerns manual först.',
    },
    layouts: { us: 'amerikanskt', se: 'svenskt', de: 'tyskt', fr: 'franskt', computer: 'datorns' },
    code: {
      about: 'Koden',
      right: 'Kom fram rätt.',
      added: 'Skannern lägger till ”{added}”',
      addedAdvice: 'Då känns biljetter inte igen. Stäng av prefix, suffix och AIM-ID i skannerns manual.',
      other: 'Kom fram som ”{typed}”',
      otherAdvice: 'Skanna provkoden här bredvid. Blir det samma sak igen: återställ skannern från dess manual.',
    },
    layout: {
      about: 'Tangentbord',
      same: 'Samma som datorns.',
      differs: 'Skannern skriver som ett {scanner} tangentbord, datorn har ett annat: {computer}.',
      differsAdvice:
        'Lucka läser biljetterna ändå. Skanna koden för datorns tangentbord i skannerns manual (Keyboard Layout, Country), så stämmer allt.',
    },
    case: {
      about: 'Stora och små bokstäver',
      kept: 'Som i koden.',
      one_case: 'Alla blir lika stora. Det gör biljetter ingenting.',
      caps_lock: 'Omvända: Caps Lock är på.',
      caps_lockAdvice: 'Lucka läser biljetterna ändå. Stäng av Caps Lock på tangentbordet.',
    },
    end: {
      about: 'Efter koden',
      enter: 'Enter. Svaret kommer direkt.',
      tab: 'Tab. Svaret kommer direkt.',
      line_feed: 'Radmatning. Svaret kommer direkt.',
      pause: 'Ingenting. Varje svar dröjer en femtedels sekund.',
      pauseAdvice: 'Skanna koden för Enter som suffix i skannerns manual (Suffix, CR, Carriage Return).',
    },
    pace: {
      about: 'Takt',
      quick: '{ms} ms mellan tecknen. Snabb nog.',
      slow: '{ms} ms mellan tecknen. Långa koder tar flera sekunder.',
      slowAdvice: 'Skanna koden för kortast fördröjning i skannerns manual (Inter-Character Delay, Keystroke Delay).',
    },
  },
  notices: {
    layout:
      'Skannern är inställd på ett annat tangentbord än datorn. Lucka läser koden ändå. Välj datorns tangentbord i skannerns manual, eller pröva skannern i dörrens verktyg.',
    caps_lock: 'Caps Lock är på. Lucka läser koden ändå. Stäng av Caps Lock på tangentbordet.',
    mixed: 'Två skanningar kom på en gång. Skanna igen, en i taget.',
    no_ticket: 'Koden är ingen biljett. Skanna biljettens kod.',
  },
}

export const en: typeof sv = {
  close: 'Close',
  test: {
    begin: 'Test the scanner',
    title: 'Test the scanner',
    picture: 'Test code to scan',
    waiting: 'Scan the code with the scanner. This then says how it is set.',
    noKeyboard: 'The scanner sends text directly and not as keys. Nothing has to be set.',
    allGood: 'The scanner is set right.',
    some: 'The scanner can be used, but set this:',
    other: 'That was not the test code, or it arrived damaged.',
    hid: {
      about: 'A scanner in HID mode (HID POS) types nothing, it sends the code directly.',
      connect: 'Connect a scanner in HID mode',
      none: 'No such scanner was connected. Scan the code for HID POS in the scanner’s manual first.',
    },
    layouts: { us: 'American', se: 'Swedish', de: 'German', fr: 'French', computer: 'the computer’s own' },
    code: {
      about: 'The code',
      right: 'Arrived as it is.',
      added: 'The scanner adds “{added}”',
      addedAdvice: 'Tickets are not recognised then. Turn off prefix, suffix and AIM ID in the scanner’s manual.',
      other: 'Arrived as “{typed}”',
      otherAdvice: 'Scan the test code beside this. If the same happens again, reset the scanner from its manual.',
    },
    layout: {
      about: 'Keyboard',
      same: 'The same as the computer’s.',
      differs: 'The scanner types as a keyboard that is {scanner}, the computer has another: {computer}.',
      differsAdvice:
        'Lucka reads tickets all the same. Scan the code for the computer’s keyboard in the scanner’s manual (Keyboard Layout, Country), and all is right.',
    },
    case: {
      about: 'Capitals and small letters',
      kept: 'As in the code.',
      one_case: 'All become the same. That does tickets no harm.',
      caps_lock: 'Turned round: Caps Lock is on.',
      caps_lockAdvice: 'Lucka reads tickets all the same. Turn Caps Lock off on the keyboard.',
    },
    end: {
      about: 'After the code',
      enter: 'Enter. The answer comes at once.',
      tab: 'Tab. The answer comes at once.',
      line_feed: 'Line feed. The answer comes at once.',
      pause: 'Nothing. Each answer waits a fifth of a second.',
      pauseAdvice: 'Scan the code for Enter as suffix in the scanner’s manual (Suffix, CR, Carriage Return).',
    },
    pace: {
      about: 'Pace',
      quick: '{ms} ms between characters. Quick enough.',
      slow: '{ms} ms between characters. Long codes take several seconds.',
      slowAdvice:
        'Scan the code for the shortest delay in the scanner’s manual (Inter-Character Delay, Keystroke Delay).',
    },
  },
  notices: {
    layout:
      'The scanner is set to another keyboard than the computer. Lucka reads the code all the same. Choose the computer’s keyboard in the scanner’s manual, or test the scanner in the door’s tools.',
    caps_lock: 'Caps Lock is on. Lucka reads the code all the same. Turn Caps Lock off on the keyboard.',
    mixed: 'Two scans came at once. Scan again, one at a time.',
    no_ticket: 'This code is not a ticket. Scan the ticket’s code.',
  },
}
