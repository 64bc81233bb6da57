import { z } from "zod";
import { AuthError, invalid } from "./auth-error.ts";

const MAX_BYTES = 1024 * 1024;

/** A JSON body of this shape. 400 `bad_json` for what is no JSON, `validation_failed` naming the field otherwise. */
export async function readBody<T>(request: Request, schema: z.ZodType<T>): Promise<T> {
  const text = await readText(request);
  let json: unknown;
  try {
    json = text === "" ? {} : JSON.parse(text);
  } catch {
    throw new AuthError(400, "bad_json", "Could not parse request body as JSON");
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.join(".") ?? "";
  if (field === "email") {
    throw invalid("Unable to validate email address: invalid format");
  }
  throw invalid(`${field === "" ? "The body" : field}: ${issue?.message ?? "invalid"}`);
}

/** Takes in what is too long as well, up to a point: a client still sending would not hear why it is refused. */
async function readText(request: Request): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const body: AsyncIterable<Uint8Array> | undefined = request.body ?? undefined;
  for await (const chunk of body ?? []) {
    bytes += chunk.length;
    if (bytes <= MAX_BYTES) chunks.push(chunk);
    if (bytes > 16 * MAX_BYTES) break;
  }
  if (bytes > MAX_BYTES) throw new AuthError(413, "request_too_large", "The request body is too large");
  return Buffer.concat(chunks).toString();
}
