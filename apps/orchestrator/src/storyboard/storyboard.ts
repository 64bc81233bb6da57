export * from "@spool/contracts/storyboard";
