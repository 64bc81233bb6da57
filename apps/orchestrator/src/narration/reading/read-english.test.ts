import { expect, test } from "vitest";
import { readEnglish } from "./read-english.ts";

const read = (text: string) =>
  readEnglish(text)
    .replace(/\s+/g, " ")
    .replace(/ (?=[.,])/g, "")
    .trim();

test.each([
  // numbers
  ["It has 7 parts.", "It has seven parts."],
  ["about 1,250 of them", "about one thousand two hundred and fifty of them"],
  ["1,00,000 people", "one lakh people"],
  ["12,34,567 votes", "twelve lakh thirty four thousand five hundred and sixty seven votes"],
  ["100,000 people", "one hundred thousand people"],
  ["299,792 of them", "two hundred and ninety nine thousand seven hundred and ninety two of them"],
  ["4.6 billion years", "four point six billion years"],
  ["3.14", "three point one four"],
  ["agent 007", "agent zero zero seven"],
  ["call 9876543210", "call nine eight seven six five four three two one zero"],
  ["121.1 crore people", "one hundred and twenty one point one crore people"],
  // money
  ["₹1,250 crore", "one thousand two hundred and fifty crore rupees"],
  ["Rs. 500", "five hundred rupees"],
  ["₹1", "one rupee"],
  ["$3.5 million", "three point five million dollars"],
  ["US$ 2 bn", "two billion dollars"],
  ["₹2.50", "two rupees fifty paise"],
  ["€10-20", "ten to twenty euros"],
  // units
  ["at 80 km/h", "at eighty kilometres an hour"],
  ["1 km away", "one kilometre away"],
  ["2,525 km long", "two thousand five hundred and twenty five kilometres long"],
  ["1500 kg", "one thousand five hundred kilograms"],
  ["5 m/s²", "five metres per second squared"],
  ["a force of 10 N on 2 kg", "a force of ten newtons on two kilograms"],
  ["37°C", "thirty seven degrees Celsius"],
  ["-40 °F", "minus forty degrees Fahrenheit"],
  ["10–15 km", "ten to fifteen kilometres"],
  ["an angle of 90°", "an angle of ninety degrees"],
  ["78% of air", "seventy eight percent of air"],
  ["5 m tall", "five metres tall"],
  ["5 men", "five men"],
  ["16 GB of RAM", "sixteen gigabytes of RAM"],
  // dates and times
  ["on 26 January 1950", "on the twenty sixth of January nineteen fifty"],
  ["On 23 August 2023.", "On the twenty third of August twenty twenty three."],
  ["on the 5th of May", "on the fifth of May"],
  ["January 26, 1950", "January twenty sixth, nineteen fifty"],
  ["on 26/11/1949", "on the twenty sixth of November nineteen forty nine"],
  ["on 2026-11-22", "on the twenty second of November twenty twenty six"],
  ["15 Aug 1947", "the fifteenth of August nineteen forty seven"],
  ["in July 2022", "in July twenty twenty two"],
  ["in 1905", "in nineteen oh five"],
  ["in 2000 and 2005", "in two thousand and two thousand five"],
  ["the 1990s", "the nineteen nineties"],
  ["the '90s", "the nineties"],
  ["in their 20s", "in their twenties"],
  ["a 4K video at 10 K", "a four K video at ten kelvin"],
  ["Class X and Section C", "Class ten and Section C"],
  ["10 AM", "ten A M"],
  ["from 1990–1995", "from nineteen ninety to nineteen ninety five"],
  ["in 2023-24", "in twenty twenty three to twenty four"],
  ["at 10:30 am", "at ten thirty A M"],
  ["at 9:05", "at nine oh five"],
  ["the 19th century", "the nineteenth century"],
  // acronyms
  ["The GDP rose.", "The G D P rose."],
  ["NASA and ISRO agree.", "NASA and ISRO agree."],
  ["The UN and the WHO met.", "The U N and the W H O met."],
  ["three MPs", "three M P's"],
  ["DNA and mRNA", "D N A and m R N A"],
  ["CO2 and H₂O", "C O two and H two O"],
  ["THE WATER CYCLE IN BRIEF", "THE WATER CYCLE IN BRIEF"],
  ["the U.S. Senate", "the U S Senate"],
  // ordinals, ranges, numerals
  ["the 21st article", "the twenty first article"],
  ["Article 21A", "Article twenty one A"],
  ["Articles 12-35", "Articles twelve to thirty five"],
  ["World War II", "World War two"],
  ["Part III", "Part three"],
  ["Elizabeth II", "Elizabeth the second"],
  ["a ratio of 3:1", "a ratio of three to one"],
  ["Chandrayaan-3", "Chandrayaan three"],
  // signs and short forms
  ["x = 2 + 3", "x equals two plus three"],
  ["a² + b² = c²", "a squared plus b squared equals c squared"],
  ["3 × 4 = 12", "three times four equals twelve"],
  ["1/2 of it", "one half of it"],
  ["Plants, e.g. ferns, grow.", "Plants, for example ferns, grow."],
  ["India vs. Pakistan", "India versus Pakistan"],
  ["No. 5", "number five"],
  ["R&D", "R and D"],
])("%j is read as %j", (text, expected) => {
  expect(read(text)).toBe(expected);
});
