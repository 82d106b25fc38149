/** The words of the section on keys of Settings → Doors: `office.ticketKeys.*`. */
export const ticketKeySv = {
  title: 'Nycklar för signerade koder',
  about:
    'Nyckeln skriver under biljetternas QR-koder, så att en dörr utan kontakt kan se vilka som är våra. Dörrarna hämtar ändringar själva när de har kontakt.',
  none: 'Ingen nyckel än. Den första görs när den första signerade biljetten skrivs ut.',
  columns: { number: 'Nyckel', since: 'Sedan', state: 'Läge' },
  number: 'Nyckel {number}',
  states: { signs: 'Skriver under nya biljetter', retired: 'Gäller, skriver inte under', revoked: 'Återkallad {time}' },
  renew: 'Byt nyckel …',
  renewText:
    'Nya biljetter skrivs under med en ny nyckel. Biljetter som redan är utskrivna eller mejlade gäller som förut.',
  renewNow: 'Byt nyckel',
  revoke: 'Återkalla …',
  revokeOf: 'Återkalla nyckel {number}',
  revokeText:
    'Från och med nu bevisar nyckel {number} ingenting. QR-koden på biljetter som redan är utskrivna eller mejlade med den nekas som falsk vid alla dörrar. De sex bokstäverna gäller fortfarande. Mejla eller skriv ut biljetterna igen, så får de en ny kod.',
  revokeNow: 'Återkalla för gott',
  back: 'Avbryt',
  problems: { ticket_key_not_found: 'Nyckeln finns inte.' },
}

export const ticketKeyEn: typeof ticketKeySv = {
  title: 'Keys of signed codes',
  about:
    'The key signs the tickets’ QR codes, so that a door without contact can tell which ones are ours. Doors fetch changes by themselves while they have contact.',
  none: 'No key yet. The first is made when the first signed ticket is printed.',
  columns: { number: 'Key', since: 'Since', state: 'State' },
  number: 'Key {number}',
  states: { signs: 'Signs new tickets', retired: 'Good, signs no longer', revoked: 'Revoked {time}' },
  renew: 'Renew the key …',
  renewText: 'New tickets are signed with a new key. Tickets already printed or mailed stay good.',
  renewNow: 'Renew the key',
  revoke: 'Revoke …',
  revokeOf: 'Revoke key {number}',
  revokeText:
    'From now on key {number} proves nothing. The QR code of tickets already printed or mailed with it is refused as forged at every door. The six letters stay good. Mail or print the tickets again and they get a new code.',
  revokeNow: 'Revoke for good',
  back: 'Cancel',
  problems: { ticket_key_not_found: 'There is no such key.' },
}
