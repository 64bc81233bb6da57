"use client";

import { useQuery } from "@tanstack/react-query";
import { createContext, useContext } from "react";
import { useSupabase } from "../../lib/supabase-browser.tsx";
import { accountQuery, type Account } from "./account-query.ts";

const AccountContext = createContext<Account | null>(null);

interface AccountProviderProps {
  userId: string;
  /** What is shown while it is not known who is looking, for example because the API does not answer. */
  fallback: (error: Error | null, retry: () => void) => React.ReactNode;
  children: React.ReactNode;
}

export function AccountProvider({ userId, fallback, children }: AccountProviderProps) {
  const { data, error, refetch } = useQuery(accountQuery(useSupabase(), userId));
  if (data === undefined) return fallback(error, () => void refetch());
  return <AccountContext value={data}>{children}</AccountContext>;
}

/** Who is looking, and what they may do where. */
export function useAccount(): Account {
  const account = useContext(AccountContext);
  if (account === null) throw new Error("useAccount is called outside AccountProvider");
  return account;
}
