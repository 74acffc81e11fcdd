// The page's texts in Spanish, by the English ones.

export default {
  // Everywhere.
  "Skip to the form": "Ir al formulario",
  Language: "Idioma",
  "This form needs JavaScript. You can also call us at":
    "Este formulario necesita JavaScript. También puede llamarnos al",
  Step: "Paso",
  of: "de",
  "– Intake form – Harbor Health": "– Formulario de admisión – Harbor Health",
  "Sent – Intake form – Harbor Health": "Enviado – Formulario de admisión – Harbor Health",
  Back: "Atrás",
  Continue: "Continuar",
  Change: "Cambiar",
  "There is a problem": "Hay un problema",
  "(optional)": "(opcional)",
  Yes: "Sí",
  No: "No",
  "Not sure": "No estoy seguro",
  "Questions? Call 617-555-0100. In an emergency, call 911.":
    "¿Preguntas? Llame al 617-555-0100. En una emergencia, llame al 911.",
  "Harbor Health is imaginary: this page is an example, so enter no real patient.":
    "Harbor Health es imaginaria: esta página es un ejemplo, no escriba datos de un paciente real.",

  // Who it is for.
  "About the patient": "Datos del paciente",
  "You need about five minutes. This page keeps nothing on this device, so please finish it in one go.":
    "Necesita unos cinco minutos. Esta página no guarda nada en este dispositivo: complétela de una vez.",
  "Who fills in this form?": "¿Quién llena este formulario?",
  "I am the patient": "Soy el paciente",
  "I am a parent or guardian": "Soy madre, padre o tutor",
  "First name": "Nombre",
  "As on an ID or insurance card": "Como en una identificación o tarjeta del seguro",
  "Middle name": "Segundo nombre",
  "Last name": "Apellidos",
  "The patient has only one name": "El paciente tiene un solo nombre",
  "Date of birth": "Fecha de nacimiento",
  "For example, 3 25 1990": "Por ejemplo, 3 25 1990: primero el mes",
  Month: "Mes",
  Day: "Día",
  Year: "Año",
  "Sex on the prescription or insurance": "Sexo en la receta o el seguro",
  "The pharmacy compares it with the insurance.": "La farmacia lo compara con el seguro.",
  Female: "Femenino",
  Male: "Masculino",
  "Prefer not to say": "Prefiero no decirlo",

  // Contact and address.
  "How to reach the patient": "Cómo comunicarnos",
  "For a child, use the details of a parent or guardian.":
    "Para un menor, escriba los datos de su madre, padre o tutor.",
  "E-mail address": "Correo electrónico",
  "Phone number": "Número de teléfono",
  "Ten digits, with the area code first. For example, 617-555-0123":
    "Diez cifras, primero el código de área. Por ejemplo, 617-555-0123",
  "Send text messages about the order": "Enviar mensajes de texto sobre el pedido",
  "Language for labels and calls": "Idioma de las etiquetas y llamadas",
  "Choose a language": "Elija un idioma",
  "Where the patient lives": "Dónde vive el paciente",
  "Orders are shipped to this address.": "Los pedidos se envían a esta dirección.",
  "Street and house number": "Calle y número",
  "Apartment, suite or unit": "Apartamento o unidad",
  City: "Ciudad",
  State: "Estado",
  "Choose a state": "Elija un estado",
  "ZIP code": "Código postal",
  "Five digits, or nine": "Cinco cifras, o nueve",

  // Guardian.
  "Parent or guardian": "Madre, padre o tutor",
  "The patient is under 18, so we need an adult who is responsible.":
    "El paciente es menor de 18 años: necesitamos a un adulto responsable.",
  "Full name": "Nombre completo",
  "Relationship to the patient": "Relación con el paciente",
  "Choose one": "Elija una",
  Parent: "Madre o padre",
  "Legal guardian": "Tutor legal",
  Grandparent: "Abuela o abuelo",
  Other: "Otra",
  "Ten digits, with the area code first": "Diez cifras, primero el código de área",

  // Body.
  "Body and health": "Cuerpo y salud",
  "A clinician needs this to choose a safe dose.": "Un médico lo necesita para elegir una dosis segura.",
  Height: "Estatura",
  "In centimeters: leave feet empty, and write for example 178 cm in inches.":
    "En centímetros: deje vacíos los pies y escriba, por ejemplo, 178 cm en pulgadas.",
  Feet: "Pies",
  Inches: "Pulgadas",
  "Weight in pounds": "Peso en libras",
  "For kilograms, write kg behind the number. For example, 70 kg":
    "En kilogramos, escriba kg después del número. Por ejemplo, 70 kg",
  "Is the patient pregnant?": "¿Está embarazada?",
  "Does the patient smoke?": "¿Fuma el paciente?",
  "Does the patient have diabetes?": "¿Tiene diabetes?",

  // Risk factors.
  "Allergies and medicines": "Alergias y medicamentos",
  "If you are not sure, say so: a clinician will ask.": "Si no está seguro, dígalo: un médico le preguntará.",
  "Does the patient have allergies?": "¿Tiene alergias?",
  Allergies: "Alergias",
  "Write one entry on each line. For example, latex": "Escriba una en cada línea. Por ejemplo, látex",
  "Does the patient have other health conditions?": "¿Tiene otras enfermedades?",
  Conditions: "Enfermedades",
  "Write one entry on each line. For example, asthma": "Escriba una en cada línea. Por ejemplo, asma",
  "Does the patient take medicines now?": "¿Toma medicamentos ahora?",
  Medicines: "Medicamentos",
  "Write one entry on each line, with the dose if you know it": "Escriba uno en cada línea, con la dosis si la sabe",
  "One entry": "Es uno solo",
  "Several entries": "Son varios",

  // Product.
  "What you would like": "Qué desea",
  Product: "Producto",
  "Tretinoin cream": "Crema de tretinoína",
  "Needs a prescription. A clinician reviews your answers first. Nothing is ordered before that.":
    "Necesita receta. Primero, un médico revisa sus respuestas. Antes de eso no se pide nada.",
  "Gentle face cleanser": "Limpiador facial suave",
  "Needs no prescription. We order it when you send this form.":
    "No necesita receta. Lo pedimos cuando envíe este formulario.",

  // Review and the end.
  "Check the answers": "Revise las respuestas",
  "Please read them once more. Nothing is sent yet.": "Léalas una vez más. Todavía no se ha enviado nada.",
  "The answers are right, and a clinician of Harbor Health may review them.":
    "Las respuestas son correctas, y un médico de Harbor Health puede revisarlas.",
  "Send the answers": "Enviar las respuestas",
  "Send again": "Enviar otra vez",
  "Sending …": "Enviando …",
  "Sending your answers …": "Enviando sus respuestas …",
  "We got no answer, so we do not know whether your answers arrived. Please send them again: you will not order twice.":
    "No recibimos confirmación y no sabemos si sus respuestas llegaron. Envíelas otra vez: no pedirá dos veces.",
  "Your answers were not sent. Please try again in a few minutes. They are still here.":
    "Sus respuestas no se enviaron. Inténtelo otra vez en unos minutos. Siguen aquí.",
  "We cannot take your answers here. Please call us at 617-555-0100.":
    "No podemos recibir sus respuestas aquí. Llámenos al 617-555-0100.",
  "Thank you. We have your answers": "Gracias. Recibimos sus respuestas",
  "Your order number": "Su número de pedido",
  "What happens next": "Qué pasa ahora",
  "The pharmacy packs your order. You get an e-mail when it is on its way.":
    "La farmacia prepara su pedido. Recibirá un correo cuando esté en camino.",
  "A clinician reviews your answers within two days and contacts you. Nothing is ordered before that.":
    "Un médico revisa sus respuestas en dos días y se comunica con usted. Antes de eso no se pide nada.",
  "Your answers are no longer on this device.": "Sus respuestas ya no están en este dispositivo.",
  "Print this page": "Imprimir esta página",
};
