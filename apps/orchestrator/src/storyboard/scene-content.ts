export * from "@spool/contracts/scene-content";
