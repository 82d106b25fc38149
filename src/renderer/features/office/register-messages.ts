/** The words of the page Settings → Registers: `office.registers.*`. */
export const registerSv = {
  about:
    'En kassaplats har en egen låda, egna kvittonummer och egna Z-rapporter. Två datorer kan sälja på samma kassaplats.',
  name: 'Namn',
  add: 'Lägg till kassaplats',
  newName: 'Namn på ny kassaplats',
  save: 'Spara namn',
  saved: 'Sparat.',
  archive: 'Ta ur bruk',
  restore: 'Ta i bruk',
  archived: 'Ur bruk',
  closed: 'Stängd',
  open: 'Öppnad {time}, {name}',
  problems: {
    name_taken: 'En annan kassaplats heter så.',
    shift_open: 'Den har ett öppet skift. Stäng det först.',
    last_register: 'Det måste finnas en kassaplats att sälja på.',
    edit_conflict: 'Någon annan ändrade kassaplatsen. Den är läst igen.',
    register_not_found: 'Kassaplatsen finns inte längre.',
  },
}

export const registerEn: typeof registerSv = {
  about:
    'A register has a drawer, receipt numbers and Z reports of its own. Two computers can sell on the same register.',
  name: 'Name',
  add: 'Add register',
  newName: 'Name of a new register',
  save: 'Save name',
  saved: 'Saved.',
  archive: 'Take out of use',
  restore: 'Take into use',
  archived: 'Out of use',
  closed: 'Closed',
  open: 'Opened {time}, {name}',
  problems: {
    name_taken: 'Another register has this name.',
    shift_open: 'It has an open shift. Close that first.',
    last_register: 'There must be a register to sell on.',
    edit_conflict: 'Somebody else changed the register. It is read again.',
    register_not_found: 'The register is no longer there.',
  },
}
