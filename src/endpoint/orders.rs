//! Orders and compounding reasons.

use super::entry::{Endpoint, ResourceKind, RetryClass};
use crate::model::orders::*;
use crate::rules::orders;

const UNDOES: &str = "an old repeat could undo what somebody else did to the order meanwhile";
const LINES: &str = "a repeated change of lines may ship a product twice or drop another line of it";

pub(super) static ENDPOINTS: &[Endpoint] = &[
    Endpoint::get(
        "list",
        "/orders",
        "Lists orders, in pages.\nAwait it for one page, or iterate over it with `for await` for all orders.",
    )
    .may_take::<OrdersListParams>()
    .gives::<Vec<Order>>()
    .paged(),
    Endpoint::post(
        "create",
        "/orders",
        "Creates an order.\nBlend may merge it into an open order of the same patient. `merged_into_existing` is then true, and the answer is that older order. `force_new: true` asks for a separate order.\nIf the answer is lost, the outcome is `unknown`: a second order is a second shipment. `createOnce` finds out what happened. Otherwise give an `external_id`, by which you can look, and `force_new`, since a merged order may lose its `external_id`.",
    )
    .takes::<OrdersCreateParams>()
    .joins_in_flight()
    .created_once(ResourceKind::Order)
    .gives::<CreatedOrder>()
    .retry(RetryClass::Never, "a second order is a second shipment of a drug, and no idempotency key is documented"),
    Endpoint::get("get", "/orders/{order_id}", "Gets one order, by Blend's id, its order number or your own `external_id`.").gives::<Order>(),
    Endpoint::put(
        "update",
        "/orders/{order_id}",
        "Changes an order's address, shipping or `external_id`. Only what you send changes (inferred).",
    )
    .takes::<OrdersUpdateParams>()
    .gives::<Order>()
    .action(&orders::UPDATE)
    .retry(RetryClass::Replayable, "it sets absolute values, so a repeat leaves what the first one left"),
    Endpoint::put("cancel", "/orders/{order_id}/cancel", "Cancels an order.")
        .gives::<Order>()
        .action(&orders::CANCEL)
        .inferred()
        .retry(RetryClass::Never, UNDOES),
    Endpoint::put(
        "requestCancellation",
        "/orders/{order_id}/request_cancellation",
        "Asks Blend to cancel an order that is already in process. Blend allows this once per order. The status stays the same.",
    )
    .may_take::<CancellationRequest>()
    .gives::<Order>()
    .action(&orders::REQUEST_CANCELLATION)
    .inferred()
    .retry(RetryClass::Never, "one request per order is allowed; a repeat may be refused or count twice"),
    Endpoint::put("pause", "/orders/{order_id}/pause", "Pauses an order.")
        .gives::<Order>()
        .action(&orders::PAUSE)
        .inferred()
        .retry(RetryClass::Never, "an old repeat could hold an order that was resumed meanwhile"),
    Endpoint::put("unpause", "/orders/{order_id}/unpause", "Resumes a paused order.")
        .gives::<Order>()
        .action(&orders::UNPAUSE)
        .retry(RetryClass::Never, "an old repeat could lift a pharmacist's newer hold"),
    Endpoint::put(
        "prioritize",
        "/orders/{order_id}/prioritize",
        "Asks Blend to fill an order earlier. Blend tries, and does not promise it. It has no effect once the order is filled.",
    )
    .gives::<Order>()
    .action(&orders::PRIORITIZE)
    .inferred()
    .retry(RetryClass::Never, UNDOES),
    Endpoint::put(
        "replace",
        "/orders/{order_id}/replace",
        "Asks Blend to replace an order. Blend may create several replacement orders.",
    )
    .takes::<ReplacementRequest>()
    .gives::<Order>()
    .action(&orders::REPLACE)
    .inferred()
    .retry(RetryClass::Never, "a second request may lead to a second replacement, which is a second shipment"),
    Endpoint::post(
        "addProducts",
        "/orders/{order_id}/products",
        "Adds products to an order. Name them as in `orders.create`.",
    )
    .takes::<NewOrderProducts>()
    .gives::<Order>()
    .action(&orders::CHANGE_PRODUCTS)
    .inferred()
    .retry(RetryClass::Never, LINES),
    Endpoint::patch(
        "updateProductQuantity",
        "/orders/{order_id}/products/{product_type}/{id}",
        "Changes the quantity of one order line. `id` is the id of the product, not of the line.",
    )
    .takes::<OrdersUpdateProductQuantityParams>()
    .gives::<Order>()
    .action(&orders::CHANGE_PRODUCTS)
    .retry(RetryClass::Never, LINES),
    Endpoint::delete(
        "removeProduct",
        "/orders/{order_id}/products/{product_type}/{id}",
        "Removes one line from an order. `id` is the id of the product, not of the line.",
    )
    .may_take::<OrderLineParams>()
    .gives::<RemovedProduct>()
    .action(&orders::CHANGE_PRODUCTS)
    .retry(RetryClass::Never, LINES),
    Endpoint::get("statusHistory", "/orders/{order_id}/status_history", "Lists the statuses that an order had.")
        .gives::<Vec<OrderStatusHistoryEntry>>(),
    Endpoint::get("statuses", "/orders/statuses", "Lists all order statuses, by code and name.")
        .gives::<Vec<OrderStatusInfo>>()
        .inferred(),
    Endpoint::get(
        "shippingOptions",
        "/orders/shipping_options",
        "Lists the carriers and service levels that an order's `shipping` may name. The shape of the answer is not documented.",
    )
    .gives::<ShippingOptions>()
    .inferred(),
    Endpoint::get("compoundingReasons", "/reasons", "Lists compounding reasons. Each reason of the top level has its children in `subcategories`.")
        .may_take::<OrdersCompoundingReasonsParams>()
        .gives::<Vec<CompoundingReasonWithSubcategories>>(),
    Endpoint::post("createCompoundingReason", "/reasons", "Creates a compounding reason of your own.")
        .takes::<NewCompoundingReason>()
        .joins_in_flight()
        .gives::<CompoundingReason>()
        .retry(RetryClass::Never, "a repeat makes a second reason of the same name"),
    Endpoint::put("updateCompoundingReason", "/reasons/{reason_id}", "Changes a compounding reason of your own.")
        .takes::<CompoundingReasonUpdate>()
        .gives::<CompoundingReason>()
        .retry(RetryClass::Replayable, "it sets absolute values, so a repeat leaves what the first one left"),
];
