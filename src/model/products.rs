//! Products and materials.

use blend_sdk_macros::model;

/// What every product and material in the catalogue has.
#[model(answer)]
pub struct CatalogueEntry {
    pub id: Option<String>,
    pub created_at: Option<String>,
    pub updated_at: Option<String>,
    /// Unique inventory identifier; may name it in orders.
    #[wire(example = "1234567890")]
    pub sku: Option<String>,
    #[wire(example = "Mupirocin")]
    pub name: Option<String>,
    pub description: Option<String>,
    /// Free text.
    #[wire(example = "topicals")]
    pub category: Option<String>,
}

/// What older answers say of a product. Gone from newer pages.
#[model(answer)]
pub struct FormerProductFields {
    /// The currency is not stated.
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
    /// Your own code for use in electronic prescriptions.
    #[wire(example = "SUPERSPRAY15")]
    pub product_code: Option<String>,
    /// Free text.
    #[wire(example = "cream")]
    pub form: Option<String>,
    /// Whether it can be bought or prescribed now.
    pub is_active: Option<bool>,
    /// How the product's label is printed.
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

/// A non-prescription product in the catalogue. Has no product_code, strength or label_orientation.
#[model(answer)]
pub struct NonPrescriptionProduct {
    #[wire(part)]
    pub entry: CatalogueEntry,
    /// Free text.
    #[wire(example = "liquid")]
    pub form: Option<String>,
    /// Whether it can be bought now.
    pub is_active: Option<bool>,
    #[wire(part)]
    pub former: FormerProductFields,
}

/// Something packed with an order, such as a brochure or an insert. The only kind whose stock
/// figures are documented.
#[model(answer)]
pub struct OrderMaterial {
    #[wire(part)]
    pub entry: CatalogueEntry,
    #[wire(example = "927")]
    pub current_stock: Option<i64>,
    #[wire(example = "100")]
    pub reorder_threshold: Option<i64>,
    /// Whether any inventory is tied to it.
    pub has_inventory: Option<bool>,
    /// True for materials that Blend uses for everyone, false for your own.
    pub is_global: Option<bool>,
}

/// Everything that can be ordered, by kind.
#[model(answer)]
pub struct Products {
    pub prescription: Option<Vec<PrescriptionProduct>>,
    pub non_prescription: Option<Vec<NonPrescriptionProduct>>,
    pub order_material: Option<Vec<OrderMaterial>>,
}

/// Which page of the products. That these lists take the two is inferred from the orders list.
#[model(request)]
pub struct ProductsListParams {
    /// Page number, from 1.
    #[wire(inferred, example = "1")]
    pub page: Option<i64>,
    /// Products on a page; 25 unless told.
    #[wire(max = 200, range_inferred, inferred, example = "25")]
    pub page_size: Option<i64>,
}

/// What to change of a non-prescription product: send only that.
#[model(request)]
pub struct NonPrescriptionProductUpdate {
    #[wire(example = "Winter Sunscreen")]
    pub name: Option<String>,
    /// Your own SKU, which orders may name it by.
    #[wire(example = "SCREEN_09217")]
    pub sku: Option<String>,
    pub description: Option<String>,
}

/// What to change of an order material: send only that.
#[model(request)]
pub struct OrderMaterialUpdate {
    #[wire(example = "December advertising postcard")]
    pub name: Option<String>,
    /// Your own SKU, which orders may name it by.
    #[wire(example = "DEC_AD_001")]
    pub sku: Option<String>,
    pub description: Option<String>,
}

/// What to change of a prescription product: send only that.
#[model(request)]
pub struct PrescriptionProductUpdate {
    #[wire(example = "Mupirocin")]
    pub name: Option<String>,
    /// Your own SKU, which orders may name it by.
    #[wire(example = "MY-SKU_1234567890")]
    pub sku: Option<String>,
    pub description: Option<String>,
    /// Your own code, which electronic prescriptions may name it by.
    #[wire(example = "SUPERSPRAY15")]
    pub product_code: Option<String>,
}
