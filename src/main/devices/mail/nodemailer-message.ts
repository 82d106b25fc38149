import type { SendMailOptions } from 'nodemailer'
import type { MailMessage } from './mail-message'

/** The message in nodemailer's words. Nothing in it is read from files or addresses on the network. */
export function toNodemailer(message: MailMessage): SendMailOptions {
  return {
    from: message.from,
    to: { name: '', address: message.to },
    // Spelt out, or it would be read from the headers again.
    envelope: { from: message.from.address, to: [message.to] },
    messageId: message.messageId,
    subject: message.subject,
    text: message.text,
    html: message.html,
    attachments: message.attachments.map(({ fileName, contentType, content, contentId }) => ({
      filename: fileName,
      contentType,
      content,
      ...(contentId !== undefined && { cid: contentId, contentDisposition: 'inline' as const }),
    })),
    headers: { 'Auto-Submitted': 'auto-generated' },
    xMailer: false,
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}
