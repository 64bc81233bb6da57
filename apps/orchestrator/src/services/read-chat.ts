import { AppError } from "@spool/contracts/app-error";
import { createParser } from "eventsource-parser";
import { z } from "zod";

/** What a chat completion came to. Tokens are null where the service does not count them. */
export interface ChatAnswer {
  text: string;
  promptTokens: number | null;
  completionTokens: number | null;
}

const usageSchema = z.object({ prompt_tokens: z.number(), completion_tokens: z.number() }).nullish();
const chunkSchema = z.object({
  choices: z.array(z.object({ delta: z.object({ content: z.string().nullish() }).nullish() })).default([]),
  usage: usageSchema,
});
const wholeSchema = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string().nullish() }) })).min(1),
  usage: usageSchema,
});

/** An answer that is longer than any script is nonsense that goes on. */
const ANSWER_MAX_CHARACTERS = 400_000;

/** Reads an OpenAI-compatible chat completion: a stream of server-sent events, or one JSON object. Throws API_ERROR for anything else. */
export async function readChat(
  chunks: AsyncIterable<Uint8Array>,
  contentType: string,
  serviceName: string,
): Promise<ChatAnswer> {
  const broken = (why: string) =>
    new AppError("API_ERROR", `${serviceName} answered with something that is no chat completion: ${why}.`);
  const parse = <T>(schema: z.ZodType<T>, text: string): T => {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      throw broken("it is not JSON");
    }
    const result = schema.safeParse(value);
    if (!result.success) throw broken(result.error.issues[0]?.path.join(".") ?? "its form");
    return result.data;
  };

  const answer: ChatAnswer = { text: "", promptTokens: null, completionTokens: null };
  const count = (usage: z.infer<typeof usageSchema>) => {
    answer.promptTokens = usage?.prompt_tokens ?? answer.promptTokens;
    answer.completionTokens = usage?.completion_tokens ?? answer.completionTokens;
  };
  const decoder = new TextDecoder();
  if (!contentType.includes("text/event-stream")) {
    let body = "";
    for await (const chunk of chunks) {
      body += decoder.decode(chunk, { stream: true });
      if (body.length > ANSWER_MAX_CHARACTERS) throw broken("it does not end");
    }
    const whole = parse(wholeSchema, body);
    count(whole.usage);
    return { ...answer, text: whole.choices[0]?.message.content ?? "" };
  }
  const parser = createParser({
    onEvent: ({ data }) => {
      if (data.trim() === "[DONE]") return;
      const chunk = parse(chunkSchema, data);
      answer.text += chunk.choices.map(({ delta }) => delta?.content ?? "").join("");
      count(chunk.usage);
    },
  });
  for await (const chunk of chunks) {
    parser.feed(decoder.decode(chunk, { stream: true }));
    if (answer.text.length > ANSWER_MAX_CHARACTERS) throw broken("it does not end");
  }
  return answer;
}
