// Runs the conformance program against the packed package in five runtimes.
import { conformance } from "./runs.mjs";
