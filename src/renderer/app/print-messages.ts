/** The words of the printers' light: `app.print.*`. */
export const printSv = {
  label: 'Skrivare',
  ready: 'Skrivare',
  busy: 'Skriver ut',
  readyExplained: 'Allt är utskrivet eller på väg. Här är utskriftskön.',
  none: 'Ingen skrivare',
  noneExplained: 'Biljetter och kvitton skrivs inte ut av sig själva. Skrivare ställs in under Inställningar.',
  failed: '1 utskrift kom inte ut | {n} utskrifter kom inte ut',
  struggling: '1 utskrift väntar | {n} utskrifter väntar',
}

export const printEn: typeof printSv = {
  label: 'Printers',
  ready: 'Printer',
  busy: 'Printing',
  readyExplained: 'Everything is printed or on its way. This is the print queue.',
  none: 'No printer',
  noneExplained: 'Tickets and receipts are not printed by themselves. Printers are set up under Settings.',
  failed: '1 print failed | {n} prints failed',
  struggling: '1 print waits | {n} prints wait',
}
