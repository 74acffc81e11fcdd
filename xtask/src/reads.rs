//! `reads.ts`: the operations that only read, for `blend-sdk doctor`.

use blend_sdk::endpoint::{Fact, GROUPS, Verb, path_ids};
use serde_json::json;

const TYPE: &str = "\
/** An operation that only reads. */
export interface Read {
  /** Such as `orders.get`. */
  operation: string;
  path: string;
  /** The names of the ids in the path. */
  ids: string[];
  /** The names of its parameters. */
  params: string[];
  inferred: boolean;
}
";

pub fn text() -> String {
    let mut text =
        format!("// Written by the build from the endpoint tables.\n\n{TYPE}\nexport const reads: readonly Read[] = [\n");
    for group in GROUPS {
        for endpoint in group.endpoints.iter().filter(|endpoint| endpoint.verb == Verb::Get) {
            let read = json!({
                "operation": format!("{}.{}", group.name, endpoint.name),
                "path": endpoint.path,
                "ids": path_ids(endpoint.path),
                "params": endpoint.params.map(|table| table.names()).unwrap_or_default(),
                "inferred": endpoint.is(Fact::INFERRED),
            });
            text.push_str(&format!("  {read},\n"));
        }
    }
    text.push_str("];\n");
    text
}
