export const sv = {
  close: 'Stäng',
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
  notices: {
    layout:
      'The scanner is set to another keyboard than the computer. Lucka reads the code all the same. Choose the computer’s keyboard in the scanner’s manual, or test the scanner in the door’s tools.',
    caps_lock: 'Caps Lock is on. Lucka reads the code all the same. Turn Caps Lock off on the keyboard.',
    mixed: 'Two scans came at once. Scan again, one at a time.',
    no_ticket: 'This code is not a ticket. Scan the ticket’s code.',
  },
}
