import type { Language } from '#shared/contract/common'

interface HttpsPageWords {
  title: string
  why: string
  open: string
  closed: string
  trust: string
  trustWhy: string
  download: string
  android: readonly string[]
  iphone: readonly string[]
  compare: string
  compareWhy: string
}

export const httpsPageWords: Record<Language, HttpsPageWords> = {
  sv: {
    title: 'Dörren behöver en säker adress',
    why: 'Den här adressen är okrypterad. Då släpper telefonen inte fram kameran, och andra på nätverket kan läsa med.',
    open: 'Öppna dörren säkert',
    closed: 'HTTPS är stängt just nu. Öppna det i Inställningar → Nätverk på datorn i kassan.',
    trust: 'Första gången: lita på kassans certifikat',
    trustWhy: 'Utan det varnar telefonen. Certifikatet gäller bara datorer på det egna nätverket.',
    download: 'Hämta certifikatet',
    android: [
      'Hämta certifikatet.',
      'Inställningar → Säkerhet → Fler säkerhetsinställningar → Installera från lagring → CA-certifikat.',
      'Välj lucka-ca.crt och godkänn.',
    ],
    iphone: [
      'Hämta certifikatet i Safari och tillåt profilen.',
      'Inställningar → Profil hämtad → Installera.',
      'Inställningar → Allmänt → Om → Inställningar för betrodda certifikat: slå på Lucka.',
    ],
    compare: 'Kontrollera',
    compareWhy: 'Fingeravtrycket i telefonen ska vara samma som i Inställningar → Nätverk i kassan (SHA-256):',
  },
  en: {
    title: 'The door needs a secure address',
    why: 'This address is not encrypted. Phones then keep the camera to themselves, and others on the network can read along.',
    open: 'Open the door securely',
    closed: 'HTTPS is closed right now. Open it in Settings → Network on the box office computer.',
    trust: 'The first time: trust the box office’s certificate',
    trustWhy: 'Without it the phone warns. The certificate is good for computers on this network only.',
    download: 'Download the certificate',
    android: [
      'Download the certificate.',
      'Settings → Security → More security settings → Install from storage → CA certificate.',
      'Choose lucka-ca.crt and agree.',
    ],
    iphone: [
      'Download the certificate in Safari and allow the profile.',
      'Settings → Profile Downloaded → Install.',
      'Settings → General → About → Certificate Trust Settings: switch Lucka on.',
    ],
    compare: 'Check it',
    compareWhy: 'The fingerprint on the phone has to be the one in Settings → Network of the box office (SHA-256):',
  },
}
