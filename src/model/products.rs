//! Products and materials.

use blend_sdk_macros::model;

/// What every product and material in the catalogue has.
#[model(answer, inline)]
pub struct CatalogueEntry {
    #[wire(present)]
    pub id: Option<String>,
    #[wire(present)]
    pub created_at: Option<String>,
    #[wire(present)]
    pub updated_at: Option<String>,
    /// Unique identifier in the inventory. Orders may name the product by it.
    #[wire(present, example = "1234567890")]
    pub sku: Option<String>,
    #[wire(present, example = "Mupirocin")]
    pub name: Option<String>,
    pub description: Option<String>,
    /// Free text.
    #[wire(example = "topicals")]
    pub category: Option<String>,
}

/// What older answers say about a product. Newer pages do not show it.
#[model(answer, inline)]
pub struct FormerProductFields {
    /// The currency is not documented.
    #[wire(deprecated, example = "39.99")]
    pub price: Option<f64>,
    #[wire(deprecated, example = "1000")]
    pub unit_count: Option<i64>,
    #[wire(deprecated, example = "ml")]
    pub unit_type: Option<String>,
    #[wire(deprecated, example = "927")]
    pub current_stock: Option<i64>,
    #[wire(deprecated, example = "100")]
    pub reorder_threshold: Option<i64>,
    #[wire(deprecated)]
    pub has_inventory: Option<bool>,
}

/// A prescription product in the catalogue.
#[model(answer)]
pub struct PrescriptionProduct {
    #[wire(part)]
    pub entry: CatalogueEntry,
    /// Your own code of the product. Electronic prescriptions may name the product by it.
    #[wire(example = "SUPERSPRAY15")]
    pub product_code: Option<String>,
    /// Free text.
    #[wire(example = "cream")]
    pub form: Option<String>,
    /// Whether it can be bought or prescribed now.
    #[wire(present)]
    pub is_active: Option<bool>,
    /// How Blend prints the product's label.
    #[wire(values("portrait", "landscape"))]
    pub label_orientation: Option<String>,
    /// Free text.
    #[wire(example = "1%")]
    pub strength: Option<String>,
    #[wire(deprecated, example = "826271167")]
    pub formula_id: Option<i64>,
    #[wire(deprecated)]
    pub is_controlled_substance: Option<bool>,
    #[wire(part)]
    pub former: FormerProductFields,
}

/// A non-prescription product in the catalogue. It has no `product_code`, `strength` or `label_orientation`.
#[model(answer)]
pub struct NonPrescriptionProduct {
    #[wire(part)]
    pub entry: CatalogueEntry,
    /// Free text.
    #[wire(example = "liquid")]
    pub form: Option<String>,
    /// Whether it can be bought now.
    #[wire(present)]
    pub is_active: Option<bool>,
    #[wire(part)]
    pub former: FormerProductFields,
}

/// Something that Blend packs with an order, such as a brochure. Only order materials have documented stock figures.
#[model(answer)]
pub struct OrderMaterial {
    #[wire(part)]
    pub entry: CatalogueEntry,
    /// How many are in stock.
    #[wire(example = "927")]
    pub current_stock: Option<i64>,
    /// The stock at which Blend reorders (meaning presumed from the name).
    #[wire(example = "100")]
    pub reorder_threshold: Option<i64>,
    /// Whether it has an inventory.
    #[wire(present)]
    pub has_inventory: Option<bool>,
    /// True for materials that Blend uses for everyone, false for your own.
    #[wire(present)]
    pub is_global: Option<bool>,
}

/// Everything that can be ordered, by kind of product.
#[model(answer)]
pub struct Products {
    pub prescription: Option<Vec<PrescriptionProduct>>,
    pub non_prescription: Option<Vec<NonPrescriptionProduct>>,
    pub order_material: Option<Vec<OrderMaterial>>,
}

/// Which page of the products to list. The list of orders takes these two parameters; that this list takes them is inferred.
#[model(request)]
pub struct ProductsListParams {
    /// The page's number.
    #[wire(inferred, example = "1")]
    pub page: Option<i64>,
    /// How many products a page holds.
    #[wire(max = 200, range_inferred, inferred, default = "25", example = "25")]
    pub page_size: Option<i64>,
}

/// What to change of a non-prescription product. Send only what changes.
#[model(request)]
pub struct NonPrescriptionProductUpdate {
    #[wire(example = "Winter Sunscreen")]
    pub name: Option<String>,
    /// Your own SKU. Orders may name the product by it.
    #[wire(example = "SCREEN_09217")]
    pub sku: Option<String>,
    pub description: Option<String>,
}

/// What to change of an order material. Send only what changes.
#[model(request)]
pub struct OrderMaterialUpdate {
    #[wire(example = "December advertising postcard")]
    pub name: Option<String>,
    /// Your own SKU. Orders may name the product by it.
    #[wire(example = "DEC_AD_001")]
    pub sku: Option<String>,
    pub description: Option<String>,
}

/// What to change of a prescription product. Send only what changes.
#[model(request)]
pub struct PrescriptionProductUpdate {
    #[wire(example = "Mupirocin")]
    pub name: Option<String>,
    /// Your own SKU. Orders may name the product by it.
    #[wire(example = "MY-SKU_1234567890")]
    pub sku: Option<String>,
    pub description: Option<String>,
    /// Your own code. Electronic prescriptions may name the product by it.
    #[wire(example = "SUPERSPRAY15")]
    pub product_code: Option<String>,
}
