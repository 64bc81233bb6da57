import { createTransport } from "nodemailer";
import { escapeHtml, type Inbox, type Mail } from "./inbox.ts";
import type { MailKind } from "./one-time-tokens.ts";
import type { AuthSettings } from "./settings.ts";

export interface Mailer {
  send(kind: MailKind, to: string, content: { link?: string | undefined; otp: string }): Promise<void>;
}

const CHANGE = [
  "Confirm Email Change",
  "confirm the change of your email address",
  "Change email address",
] as const;

/** Subject, what the link is for, and the link's words. */
const WORDS: Readonly<Record<MailKind, readonly [string, string, string]>> = {
  signup: ["Confirm Your Signup", "confirm your email address", "Confirm your email"],
  invite: ["You have been invited", "accept the invitation and choose a password", "Accept the invitation"],
  recovery: ["Reset Your Password", "choose a new password", "Reset password"],
  magiclink: ["Your Magic Link", "sign in", "Sign in"],
  email_change_current: CHANGE,
  email_change_new: CHANGE,
  reauthentication: ["Confirm Reauthentication", "confirm that it is you", ""],
};

/** Sends through SMTP where that is set up, and into the local inbox where it is not. */
export function createMailer(settings: AuthSettings, inbox: Inbox): Mailer {
  const smtp = settings.smtp && createTransport(settings.smtp);
  return {
    async send(kind, to, { link, otp }) {
      const [subject, purpose, action] = WORDS[kind];
      const html =
        `<h2>${subject}</h2>` +
        (link === undefined
          ? `<p>To ${purpose}, enter this code: <b>${otp}</b></p>`
          : `<p>Follow this link to ${purpose}:</p><p><a href="${escapeHtml(link)}">${action}</a></p>` +
            `<p>Or enter this code: <b>${otp}</b></p>`) +
        "<p>If you did not expect this mail, do nothing.</p>";
      const text =
        link === undefined
          ? `To ${purpose}, enter ${otp}.`
          : `To ${purpose}, open\n${link}\nor enter ${otp}.`;
      const mail: Mail = { to, subject, html, text };
      if (smtp) await smtp.sendMail({ ...mail, from: settings.mailFrom });
      else inbox.deliver(mail);
    },
  };
}
