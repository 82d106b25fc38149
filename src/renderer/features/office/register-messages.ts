/** The words of the page Settings → Tills: `office.registers.*`. */
export const registerSv = {
  about: 'En kassa har en egen låda, egna kvittonummer och egna Z-rapporter. Två datorer kan sälja på samma kassa.',
  name: 'Namn',
  columns: { name: 'Kassa', state: 'Läge' },
  add: 'Lägg till kassa',
  newName: 'Namn på ny kassa',
  save: 'Spara namn',
  saved: 'Sparat.',
  archive: 'Ta ur bruk',
  restore: 'Ta i bruk',
  archived: 'Ur bruk',
  closed: 'Stängd',
  open: 'Öppnad {time}, {name}',
  problems: {
    name_taken: 'En annan kassa heter så.',
    shift_open: 'Kassan är öppen. Stäng den först.',
    last_register: 'Det måste finnas en kassa att sälja på.',
    edit_conflict: 'Någon annan ändrade kassan. Den är läst igen.',
    register_not_found: 'Kassan finns inte längre.',
  },
}

export const registerEn: typeof registerSv = {
  about: 'A till has a drawer, receipt numbers and Z reports of its own. Two computers can sell on the same till.',
  name: 'Name',
  columns: { name: 'Till', state: 'State' },
  add: 'Add till',
  newName: 'Name of a new till',
  save: 'Save name',
  saved: 'Saved.',
  archive: 'Take out of use',
  restore: 'Take into use',
  archived: 'Out of use',
  closed: 'Closed',
  open: 'Opened {time}, {name}',
  problems: {
    name_taken: 'Another till has this name.',
    shift_open: 'The till is open. Close it first.',
    last_register: 'There must be a till to sell on.',
    edit_conflict: 'Somebody else changed the till. It is read again.',
    register_not_found: 'The till is no longer there.',
  },
}
