"use client";

import { Choice } from "@spool/ui/choice";
import { DropZone } from "@spool/ui/drop-zone";
import { describedBy, Field, Select, TextArea, TextInput } from "@spool/ui/field";
import { Switch } from "@spool/ui/switch";
import { FileUp } from "lucide-react";
import { useState } from "react";
import { Part } from "./part.tsx";

const HELP = "A word of help, while nothing is wrong.";
const ERROR = "payload.question must be at least 3 characters long";
const OPTIONS = [
  { value: "brief", label: "Brief" },
  { value: "normal", label: "Normal" },
  { value: "detailed", label: "Detailed" },
];

/** What is filled in. `scheme` keeps the ids of the two themes apart. */
export function FieldParts({ scheme }: { scheme: string }) {
  const id = (name: string) => `${scheme}-${name}`;
  const [style, setStyle] = useState("normal");
  const [isOn, setIsOn] = useState(false);
  return (
    <>
      <Part name="Field with TextInput">
        <Field controlId={id("plain")} label="Required" isRequired help={HELP} className="w-64">
          <TextInput
            id={id("plain")}
            placeholder="A placeholder"
            {...describedBy(id("plain"), HELP, undefined)}
          />
        </Field>
        <Field controlId={id("wrong")} label="Wrong" isRequired help={HELP} error={ERROR} className="w-64">
          <TextInput id={id("wrong")} defaultValue="No" {...describedBy(id("wrong"), HELP, ERROR)} />
        </Field>
        <Field controlId={id("off")} label="Not now" className="w-64">
          <TextInput id={id("off")} defaultValue="Disabled" disabled />
        </Field>
      </Part>
      <Part name="Field with TextArea and Select">
        <Field controlId={id("long")} label="Long" help={HELP} className="w-64">
          <TextArea
            id={id("long")}
            defaultValue="Several lines."
            {...describedBy(id("long"), HELP, undefined)}
          />
        </Field>
        <Field controlId={id("one")} label="One of many" className="w-64">
          <Select id={id("one")} defaultValue="b">
            <option value="a">First</option>
            <option value="b">Second</option>
          </Select>
        </Field>
      </Part>
      <Part name="DropZone">
        {([undefined, "notes.pdf is no picture."] as const).map((error) => (
          <DropZone
            key={error ?? "plain"}
            label={`${scheme} drop zone${error === undefined ? "" : ", wrong"}`}
            inputLabel="Files"
            accept="image/*"
            icon={<FileUp aria-hidden="true" className="size-6 text-ink-faint" strokeWidth={1.5} />}
            title="Drop a file here"
            help={error ?? HELP}
            button="Choose a file"
            error={error}
            onFiles={() => undefined}
            className="w-full"
          />
        ))}
      </Part>
      <Part name="Choice">
        <Choice label="Style" options={OPTIONS} value={style} onChange={setStyle} />
        <Choice
          label="Nothing chosen"
          options={OPTIONS}
          value=""
          onChange={setStyle}
          error="Choose a style."
        />
      </Part>
      <Part name="Switch">
        <Switch label="Captions" help={HELP} isOn={isOn} onChange={setIsOn} className="w-64" />
        <Switch label="Chapters" isOn={!isOn} onChange={(isOff) => setIsOn(!isOff)} className="w-64" />
        <Switch label="Voice" isOn onChange={setIsOn} error="No voice is installed." className="w-64" />
      </Part>
    </>
  );
}
