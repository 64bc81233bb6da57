import { expect } from "@playwright/test";

interface Mail {
  to: string;
  text: string;
}

/** The link in the newest mail to somebody, out of the local stack's inbox. */
export async function mailedLink(
  { apiUrl, secretKey }: { apiUrl: string; secretKey: string },
  to: string,
): Promise<string> {
  let link: string | undefined;
  await expect
    .poll(async () => {
      const response = await fetch(`${apiUrl}/inbox/messages`, { headers: { apikey: secretKey } });
      const mails = (await response.json()) as Mail[];
      link = mails.find((mail) => mail.to === to)?.text.match(/^https?:\S+$/m)?.[0];
      return link;
    })
    .toBeDefined();
  return link ?? "";
}
