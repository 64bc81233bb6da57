const STORED_AS = "spool.submission";

interface Submission {
  content: string;
  id: string;
}

/** Where a browser keeps nothing, it is known until the page is left. */
let held: Submission | null = null;

/**
 * The id of the job that this content is going to be: the same one, also after a reload, until `forgetSubmission`.
 *
 * When the answer to a submission gets lost, nobody knows whether the job is there. Submitted once more under the same
 * id, it is there once.
 */
export function submissionId(job: object): string {
  const content = JSON.stringify(job);
  held ??= readStored();
  if (held?.content !== content) {
    held = { content, id: randomId() };
    store(held);
  }
  return held.id;
}

/** The job is there: the same content is another job from now on. */
export function forgetSubmission(): void {
  held = null;
  store(null);
}

function readStored(): Submission | null {
  try {
    const stored = sessionStorage.getItem(STORED_AS);
    return stored === null ? null : (JSON.parse(stored) as Submission); // written by `store`
  } catch {
    return null; // no storage
  }
}

function store(submission: Submission | null): void {
  try {
    if (submission === null) sessionStorage.removeItem(STORED_AS);
    else sessionStorage.setItem(STORED_AS, JSON.stringify(submission));
  } catch {
    // A full or forbidden storage keeps nobody from submitting.
  }
}

/** A UUID of version 4. `crypto.randomUUID` is not there where a console is served without TLS. */
function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
