import { expect } from "vitest";
import type { TestStack } from "../stack.test-support.ts";

interface Received {
  to: string;
  subject: string;
  text: string;
  html: string;
  link: string;
  otp: string;
}

/** What lies in the stack's inbox for somebody, newest first. */
export async function mailsTo(stack: TestStack, to: string): Promise<Received[]> {
  const response = await stack.fetch("/inbox/messages");
  const mails = (await response.json()) as Omit<Received, "link" | "otp">[];
  return mails
    .filter((mail) => mail.to === to)
    .map((mail) => ({
      ...mail,
      link: /^https?:\S+$/m.exec(mail.text)?.[0] ?? "",
      otp: /\b\d{6}\b/.exec(mail.text.replace(/^http.*$/m, ""))?.[0] ?? "",
    }));
}

/** The newest mail to somebody, once there are `count` of them. */
export async function mailTo(stack: TestStack, to: string, count = 1): Promise<Received> {
  await expect.poll(async () => (await mailsTo(stack, to)).length, { timeout: 5_000 }).toBe(count);
  const [mail] = await mailsTo(stack, to);
  if (!mail) throw new Error(`No mail to ${to}`);
  return mail;
}

/** Follows a link as a browser does, and says where it leads. */
export async function follow(link: string): Promise<{ url: URL; fragment: URLSearchParams }> {
  const response = await fetch(link, { redirect: "manual" });
  expect(response.status).toBe(303);
  const url = new URL(response.headers.get("location") ?? "");
  return { url, fragment: new URLSearchParams(url.hash.slice(1)) };
}
