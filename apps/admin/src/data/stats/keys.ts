export const statsKeys = { queues: ["stats", "queues"] as const };
