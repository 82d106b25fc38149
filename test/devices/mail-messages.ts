import type { MailMessage } from '#main/devices/mail/mail-message'

export function aMessage(changes: Partial<MailMessage> = {}): MailMessage {
  return {
    messageId: '<job-7@lucka.example>',
    reference: '1042',
    from: { name: 'Göta källare', address: 'biljetter@lucka.example' },
    to: 'anna@example.com',
    subject: 'Din biljett till Fysikalen',
    text: 'Hej å ä ö',
    html: '<p>Hej å ä ö</p>',
    attachments: [],
    ...changes,
  }
}
