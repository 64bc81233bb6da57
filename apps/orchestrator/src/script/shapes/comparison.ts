import type { Block } from "../blocks/read-blocks.ts";
import type { ReadingRules } from "../reading-rules.ts";
import type { Shape } from "../unit.ts";

const ITEMS_MAX = 5;
const ITEM_MAX_CHARACTERS = 110;

/** Words that ask for two things side by side. */
const COMPARING =
  /\b(?:vs|versus|differ\w*|compar\w*|distinguish\w*|contrast\w*|diferencias?|différences?|unterschiede?)\b|अंतर|तुलना|الفرق|مقارنة|পার্থক্য|区别|比较|对比/iu;

export const isComparing = (subject: string): boolean => COMPARING.test(subject);

interface Column {
  title: string;
  items: readonly string[];
}

/** Two columns side by side, said one after the other; null when they are too long for that. */
export function comparisonShape(left: Column, right: Column, heading: string | null): Shape | null {
  const columns = [left, right];
  const isShort = columns.every(
    ({ title, items }) =>
      title !== "" &&
      items.length > 0 &&
      items.length <= ITEMS_MAX &&
      items.every((item) => item !== "" && item.length <= ITEM_MAX_CHARACTERS),
  );
  if (!isShort) return null;
  let part = -1;
  const utterances = columns.flatMap(({ title, items }) => {
    part += 1;
    return items.map((item, index) => {
      part += 1;
      return { text: index === 0 ? `${title}: ${item}` : item, revealsUpTo: part };
    });
  });
  const column = ({ title, items }: Column) => ({ title, items: [...items] });
  return {
    content: { kind: "comparison", heading, left: column(left), right: column(right) },
    kicker: "comparison",
    utterances,
    rest: null,
  };
}

/** Two lists with a heading each, one after the other, are the two sides of a comparison. */
export function comparisonOfLists(
  blocks: readonly Block[],
  { clean }: Pick<ReadingRules, "clean">,
): Shape | null {
  const [leftTitle, left, rightTitle, right] = blocks;
  if (leftTitle?.kind !== "heading" || left?.kind !== "list") return null;
  if (rightTitle?.kind !== "heading" || right?.kind !== "list") return null;
  const side = (title: string, items: readonly string[]): Column => ({
    title: clean(title, false),
    items: items.map((item) => clean(item, false)),
  });
  return comparisonShape(side(leftTitle.text, left.items), side(rightTitle.text, right.items), null);
}
