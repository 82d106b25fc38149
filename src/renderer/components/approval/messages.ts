/** The words of ApprovalField: `approval.*`. */
export const sv = {
  ask: {
    refund: 'Någon som får återbetala godkänner med sin PIN.',
    large_refund: 'Någon som får återbetala stora belopp godkänner med sin PIN.',
    discount: 'Någon som får ge rabatt godkänner med sin PIN.',
    complimentary: 'Någon som får ge bort biljetter godkänner med sin PIN.',
    undo_check_in: 'Någon som får ångra insläpp godkänner med sin PIN.',
    other: 'Någon med rätt till det godkänner med sin PIN.',
  },
  who: 'Vem godkänner?',
  pin: 'PIN för {name}',
  pinOfNobody: 'PIN',
  nobody: 'Ingen här har rätt att godkänna det. Ge någon rätten under Inställningar, Personer.',
  triesLeft: 'Fel PIN. | Fel PIN. Ett försök kvar innan en paus. | Fel PIN. {count} försök kvar.',
  lockedOut: 'För många fel. Försök igen om {time}.',
  needed: 'Personen har inte rätt att godkänna det. Välj någon annan.',
}

export const en: typeof sv = {
  ask: {
    refund: 'Somebody who may refund allows it with their PIN.',
    large_refund: 'Somebody who may refund large sums allows it with their PIN.',
    discount: 'Somebody who may give discounts allows it with their PIN.',
    complimentary: 'Somebody who may give tickets away allows it with their PIN.',
    undo_check_in: 'Somebody who may undo admissions allows it with their PIN.',
    other: 'Somebody with the right for it allows it with their PIN.',
  },
  who: 'Who allows it?',
  pin: 'PIN of {name}',
  pinOfNobody: 'PIN',
  nobody: 'Nobody here may allow it. Give somebody the right in Settings, People.',
  triesLeft: 'Wrong PIN. | Wrong PIN. One try left before a pause. | Wrong PIN. {count} tries left.',
  lockedOut: 'Too many wrong tries. Try again in {time}.',
  needed: 'This person may not allow it. Choose somebody else.',
}
