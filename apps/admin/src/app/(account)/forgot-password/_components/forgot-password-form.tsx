"use client";

import { Button } from "@spool/ui/button";
import { Field, TextInput } from "@spool/ui/field";
import Link from "next/link";
import { useActionState } from "react";
import { accountClient, requestRecovery } from "../../../../data/account/password-recovery.ts";
import type { ConsoleConfig } from "../../../../lib/console-config.ts";

interface State {
  email: string;
  isSent: boolean;
  error: string | null;
}

export function ForgotPasswordForm({ config }: { config: ConsoleConfig }) {
  const [{ email, isSent, error }, submit, isPending] = useActionState(ask, {
    email: "",
    isSent: false,
    error: null,
  });

  async function ask(_before: State, form: FormData): Promise<State> {
    const typed = form.get("email");
    const address = typeof typed === "string" ? typed.trim() : "";
    try {
      await requestRecovery(accountClient(config), address, `${window.location.origin}/set-password`);
      return { email: address, isSent: true, error: null };
    } catch (problem) {
      return {
        email: address,
        isSent: false,
        error: problem instanceof Error ? problem.message : String(problem),
      };
    }
  }

  return (
    <form action={submit} className="flex flex-col gap-4">
      {isSent ? (
        <p role="status" className="leading-5">
          If <strong className="font-medium break-words">{email}</strong> has an account, a mail is on its
          way. Open its link in this browser to choose a new password.
        </p>
      ) : (
        <>
          <Field controlId="email" label="Email" isRequired>
            <TextInput
              id="email"
              name="email"
              type="email"
              autoComplete="username"
              autoFocus
              required
              defaultValue={email}
              key={email}
            />
          </Field>
          {error !== null && (
            <p
              role="alert"
              className="rounded-md border border-failed/40 bg-failed-wash px-3 py-2 text-failed"
            >
              {error}
            </p>
          )}
          <Button type="submit" variant="primary" isBusy={isPending} className="mt-1 h-9">
            {isPending ? "Sending …" : "Mail me a link"}
          </Button>
        </>
      )}
      <Link href="/sign-in" className="self-center text-ink-soft underline-offset-4 hover:underline">
        Back to sign-in
      </Link>
    </form>
  );
}
