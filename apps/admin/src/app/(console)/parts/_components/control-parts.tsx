"use client";

import { Button, IconButton } from "@spool/ui/button";
import { FilterToken } from "@spool/ui/filter-token";
import { Tabs } from "@spool/ui/tabs";
import { Toggle } from "@spool/ui/toggle";
import { Plus } from "lucide-react";
import { useState } from "react";
import { Part } from "./part.tsx";

const VARIANTS = ["primary", "outline", "ghost", "danger"] as const;
const TABS = [
  { name: "log", label: "Log" },
  { name: "files", label: "Files", count: 4 },
  { name: "attempts", label: "Attempts", count: 0 },
] as const;

/** What is pressed. */
export function ControlParts() {
  const [tab, setTab] = useState<(typeof TABS)[number]["name"]>("log");
  const [isOn, setIsOn] = useState(true);
  const [tokens, setTokens] = useState(["failed", "a value that is longer than anybody would like it to be"]);
  return (
    <>
      <Part name="Button">
        {VARIANTS.map((variant) => (
          <Button key={variant} variant={variant}>
            {variant}
          </Button>
        ))}
      </Part>
      <Part name="Button, busy and disabled">
        {VARIANTS.map((variant) => (
          <Button key={variant} variant={variant} isBusy>
            {variant}, busy
          </Button>
        ))}
        <Button disabled>disabled</Button>
        <Button asChild>
          <a href="#page">a link as a button</a>
        </Button>
      </Part>
      <Part name="IconButton">
        <IconButton label="Add">
          <Plus aria-hidden="true" className="size-4" />
        </IconButton>
        <IconButton label="Add, but not now" disabled>
          <Plus aria-hidden="true" className="size-4" />
        </IconButton>
      </Part>
      <Part name="Toggle">
        <Toggle label="On or off" isOn={isOn} onChange={setIsOn} />
        <Toggle label="The other way round" isOn={!isOn} onChange={(isOff) => setIsOn(!isOff)} />
        <Toggle label="On for ever" isOn isDisabled onChange={() => undefined} />
      </Part>
      <Part name="FilterToken">
        {tokens.map((value) => (
          <FilterToken
            key={value}
            field="status"
            value={value}
            onRemove={() => setTokens((held) => held.filter((kept) => kept !== value))}
          />
        ))}
      </Part>
      <Part name="Tabs">
        <div className="w-full">
          <Tabs label="Parts of a job" tabs={TABS} selected={tab} onSelect={setTab}>
            <p className="py-3">What is behind “{tab}”.</p>
          </Tabs>
        </div>
      </Part>
    </>
  );
}
