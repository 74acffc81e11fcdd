export { Sandbox } from "../sandbox/sandbox";
