/** A payload whose video takes as long as its script does to say, a few seconds, in place of a minute. */
export const SHORT_INPUT = {
  question: "Why is the sky blue?",
  script: {
    title: "Why is the sky blue?",
    scenes: [
      {
        content: { kind: "statement", text: "Air scatters short waves more than long ones." },
        narration: ["Air scatters short waves more."],
      },
      { content: { kind: "statement", text: "Blue is short." }, narration: ["Blue is short."] },
    ],
  },
};
