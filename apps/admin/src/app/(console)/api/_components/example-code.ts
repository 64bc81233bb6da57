import type { ConsoleConfig } from "../../../../lib/console-config.ts";

export const LANGUAGES = [
  { value: "curl", label: "curl" },
  { value: "javascript", label: "supabase-js" },
] as const;
export type Language = (typeof LANGUAGES)[number]["value"];

/** What of the reader's stands in the examples. */
interface ExampleFilling extends ConsoleConfig {
  apiKey: string;
  projectId: string;
}

interface Example {
  title: string;
  note: string;
  code: Record<Language, (filling: ExampleFilling) => string>;
}

const headers = ({ publishableKey, apiKey }: ExampleFilling) =>
  `  -H 'apikey: ${publishableKey}' \\\n  -H 'x-spool-key: ${apiKey}'`;

const client = ({ supabaseUrl, publishableKey, apiKey }: ExampleFilling) =>
  `import { createClient } from "@supabase/supabase-js";

const spool = createClient("${supabaseUrl}", "${publishableKey}", {
  global: { headers: { "x-spool-key": "${apiKey}" } },
});`;

/** What programs do most with Spool, in the order in which they come to need it. */
export const EXAMPLES: readonly Example[] = [
  {
    title: "Submit a job",
    note: "The answer is the job with its id. A payload that will not do is refused with the field that is wrong.",
    code: {
      curl: (filling) => `curl '${filling.supabaseUrl}/rest/v1/jobs' \\
${headers(filling)} \\
  -H 'Content-Type: application/json' \\
  -H 'Prefer: return=representation' \\
  -d '{"project_id": "${filling.projectId}", "job_type": "doubt", "priority": "high", "payload": {"question": "Why is the sky blue?"}}'`,
      javascript: (filling) => `${client(filling)}

const { data: job, error } = await spool
  .from("jobs")
  .insert({
    project_id: "${filling.projectId}",
    job_type: "doubt",
    priority: "high",
    payload: { question: "Why is the sky blue?" },
  })
  .select()
  .single();`,
    },
  },
  {
    title: "See how far it is",
    note: "status, stage and progress_ratio move; video_url is there once the status is completed.",
    code: {
      curl: (
        filling,
      ) => `curl '${filling.supabaseUrl}/rest/v1/jobs?id=eq.JOB_ID&select=status,stage,progress_ratio,video_url' \\
${headers(filling)}`,
      javascript: () => `const { data } = await spool
  .from("jobs")
  .select("status, stage, progress_ratio, video_url")
  .eq("id", job.id)
  .single();`,
    },
  },
  {
    title: "Be told as it happens",
    note: "Every change of a job of the project comes as job_changed, at most once a second for progress.",
    code: {
      curl: () => "# curl cannot listen. See supabase-js.",
      javascript: (
        filling,
      ) => `const listener = createClient("${filling.supabaseUrl}", "${filling.publishableKey}", {
  realtime: { headers: { "x-spool-key": "${filling.apiKey}" } },
});

listener
  .channel("project:${filling.projectId}", { config: { private: true } })
  .on("broadcast", { event: "job_changed" }, ({ payload }) => console.log(payload.id, payload.status))
  .subscribe();`,
    },
  },
  {
    title: "Cancel it",
    note: "Also pause_job, resume_job and retry_job. What cannot be done is refused with 409 and the reason.",
    code: {
      curl: (filling) => `curl '${filling.supabaseUrl}/rest/v1/rpc/cancel_job' \\
${headers(filling)} \\
  -H 'Content-Type: application/json' \\
  -d '{"job_id": "JOB_ID"}'`,
      javascript: () => `const { data, error } = await spool.rpc("cancel_job", { job_id: job.id });`,
    },
  },
  {
    title: "Ask why it waits",
    note: "The answer has sentences, the place in line and the expected start.",
    code: {
      curl: (filling) => `curl '${filling.supabaseUrl}/rest/v1/rpc/explain_wait' \\
${headers(filling)} \\
  -H 'Content-Type: application/json' \\
  -d '{"job_id": "JOB_ID"}'`,
      javascript: () => `const { data } = await spool.rpc("explain_wait", { job_id: job.id });`,
    },
  },
];
