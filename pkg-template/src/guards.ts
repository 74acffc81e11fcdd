import { searchResultTypes } from "../generated/operations.js";

/** Whether a search result is of a kind that the types list. Blend may answer others. */
export const isKnownSearchResult = (result: { result_type?: unknown }): boolean => searchResultTypes.includes(result?.result_type);
