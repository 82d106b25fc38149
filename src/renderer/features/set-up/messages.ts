export const sv = {
  welcome: 'Välkommen till Lucka',
  lead: 'Biljettkassan för dig som tar betalt med Swish och kontanter.',
  register: {
    title: 'Lucka är inte ett certifierat kassaregister.',
    text: 'Det passar den som säljer för högst fyra prisbasbelopp på tolv månader, den som är undantagen, eller bredvid ett certifierat register (skatteförfarandelagen 39 kap.). Under Inställningar, Kassa, syns hur nära gränsen du är.',
  },
  demo: {
    title: 'Prova med demodata',
    text: 'Två evenemang, färdiga biljetter, påhittad personal och ett låtsas-Swish. Klart att sälja på en gång.',
    note: 'Inga riktiga pengar rör sig.',
  },
  venue: {
    title: 'Ställ in min lokal',
    text: 'Börja på riktigt: lokalens namn, ditt namn och en PIN-kod. Evenemang lägger du till sedan.',
    note: 'Tar en minut.',
  },
  form: {
    title: 'Din lokal',
    venueName: 'Lokalens namn',
    venueNameHint: 'Står på biljetter och i mejl',
    managerName: 'Ditt namn',
    managerNameHint: 'Så som det ska stå på inloggningen',
    pin: 'PIN-kod',
    pinHint: '6 till 12 siffror',
    pinAgain: 'PIN-koden en gång till',
    language: 'Lokalens språk',
    languageHint: 'På biljetter, i mejl och på skärmarna. Var och en kan byta på sin skärm.',
    back: 'Tillbaka',
    start: 'Börja',
  },
  checks: {
    missing: 'Fyll i fältet',
    pinDigits: 'Minst 6 och högst 12 siffror',
    pinDiffers: 'Koderna är olika',
  },
  keys: {
    title: 'Första start',
    demo: 'Prova med demodata',
    venue: 'Ställ in min lokal',
    back: 'Tillbaka till valet',
  },
  problems: { already_set_up: 'Lucka är redan inställd. Ladda om sidan.' },
}

export const en: typeof sv = {
  welcome: 'Welcome to Lucka',
  lead: 'The box office for those who take Swish and cash.',
  register: {
    title: 'Lucka is not a certified cash register.',
    text: 'It suits those who sell for at most four price base amounts in twelve months, those who are exempt, or use beside a certified register (Swedish law: skatteförfarandelagen ch. 39). Settings, Till, shows how near the limit you are.',
  },
  demo: {
    title: 'Try it with demo data',
    text: 'Two events, tickets ready to sell, made-up staff and a pretend Swish. Start selling at once.',
    note: 'No real money moves.',
  },
  venue: {
    title: 'Set up my venue',
    text: 'Begin for real: the venue’s name, your name and a PIN. Events come after that.',
    note: 'Takes a minute.',
  },
  form: {
    title: 'Your venue',
    venueName: 'Name of the venue',
    venueNameHint: 'Stands on tickets and in mails',
    managerName: 'Your name',
    managerNameHint: 'As it should stand at sign-in',
    pin: 'PIN',
    pinHint: '6 to 12 digits',
    pinAgain: 'The PIN once more',
    language: 'The venue’s language',
    languageHint: 'On tickets, in mails and on screen. Everybody may change it on their own screen.',
    back: 'Back',
    start: 'Begin',
  },
  checks: {
    missing: 'Fill this in',
    pinDigits: 'At least 6 and at most 12 digits',
    pinDiffers: 'The two PINs differ',
  },
  keys: {
    title: 'First start',
    demo: 'Try it with demo data',
    venue: 'Set up my venue',
    back: 'Back to the choice',
  },
  problems: { already_set_up: 'Lucka is set up already. Reload the page.' },
}
