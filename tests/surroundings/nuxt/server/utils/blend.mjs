import { Blend } from "blend-sdk";

export const blend = new Blend({ logLevel: "error" });
