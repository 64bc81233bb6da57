"use client";

import { Button } from "@spool/ui/button";
import { describedBy, Field, TextInput } from "@spool/ui/field";
import Link from "next/link";
import { useActionState, useEffect, useRef, useState } from "react";
import {
  accountClient,
  changePassword,
  enterByLink,
  type AccountClient,
} from "../../../../data/account/password-recovery.ts";
import type { ConsoleConfig } from "../../../../lib/console-config.ts";

type Visitor = { kind: "checking" } | { kind: "refused"; reason: string } | { kind: "known"; email: string };

/** Where the links of recoveries and invitations lead. */
export function SetPasswordForm({ config }: { config: ConsoleConfig }) {
  const client = useRef<AccountClient | null>(null);
  const [visitor, setVisitor] = useState<Visitor>({ kind: "checking" });

  useEffect(() => {
    // A link works once, and this must not spend it twice.
    if (client.current !== null) return;
    client.current = accountClient(config);
    const url = new URL(window.location.href);
    // What opens the account stays neither on screen nor in the history.
    window.history.replaceState(null, "", url.pathname);
    enterByLink(client.current, url).then(
      (email) => setVisitor({ kind: "known", email }),
      (problem: unknown) => setVisitor({ kind: "refused", reason: reasonOf(problem) }),
    );
  }, [config]);

  const [error, submit, isPending] = useActionState(async (_before: string | null, form: FormData) => {
    const password = form.get("password");
    if (client.current === null || typeof password !== "string") return null;
    try {
      await changePassword(client.current, password);
    } catch (problem) {
      return reasonOf(problem);
    }
    window.location.assign("/");
    return null;
  }, null);

  if (visitor.kind === "checking") return <p role="status">Opening the link …</p>;
  if (visitor.kind === "refused") {
    return (
      <div className="flex flex-col gap-4">
        <p role="alert" className="rounded-md border border-failed/40 bg-failed-wash px-3 py-2 text-failed">
          {visitor.reason}
        </p>
        <Button asChild variant="primary" className="h-9">
          <Link href="/forgot-password">Ask for a new link</Link>
        </Button>
        <Link href="/sign-in" className="self-center text-ink-soft underline-offset-4 hover:underline">
          Back to sign-in
        </Link>
      </div>
    );
  }
  return (
    <form action={submit} className="flex flex-col gap-4">
      <Field controlId="email" label="Account" isRequired>
        <TextInput
          id="email"
          name="email"
          type="email"
          autoComplete="username"
          readOnly
          value={visitor.email}
          className="text-ink-soft"
        />
      </Field>
      <Field controlId="password" label="New password" isRequired error={error ?? undefined}>
        <TextInput
          id="password"
          name="password"
          type="password"
          autoComplete="new-password"
          autoFocus
          required
          {...describedBy("password", undefined, error ?? undefined)}
        />
      </Field>
      <Button type="submit" variant="primary" isBusy={isPending} className="mt-1 h-9">
        {isPending ? "Saving …" : "Save and go on"}
      </Button>
    </form>
  );
}

function reasonOf(problem: unknown): string {
  return problem instanceof Error ? problem.message : String(problem);
}
