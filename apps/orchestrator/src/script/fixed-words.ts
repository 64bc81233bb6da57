/**
 * The few words that a video says of itself. They ask, announce and name, and state nothing about its subject: a fact
 * that the payload does not carry is never made up.
 */
export interface FixedWords {
  question: string;
  questionInFull: string;
  questionAgain: string;
  topic: string;
  onceMore: string;
  currentAffairs: string;
  todaysPoints: string;
  thinkFirst: string;
  step: string;
  yourTurn: string;
  answer: string;
  example: string;
  point: string;
  keyPoints: string;
  inShort: string;
  background: string;
  steps: string;
  formula: string;
  comparison: string;
  data: string;
  code: string;
  quote: string;
  summary: string;
  /** Said over a title that is only the first words of the material. */
  opening: string;
  /** Before an answer, a topic, the day's points. */
  beforeAnswer: string;
  beforeTopic: string;
  beforePoints: string;
  /** After them. */
  recall: string;
  /** For a subject that came with little or nothing, in order. */
  prompts: readonly string[];
}

const en: FixedWords = {
  question: "Question",
  questionInFull: "The question in full",
  questionAgain: "The question again",
  topic: "Topic",
  onceMore: "Once more",
  currentAffairs: "Current affairs",
  todaysPoints: "Today's points",
  thinkFirst: "Think first",
  step: "Step",
  yourTurn: "Your turn",
  answer: "Answer",
  example: "Example",
  point: "Point",
  keyPoints: "Key points",
  inShort: "In short",
  background: "Background",
  steps: "Step by step",
  formula: "Formula",
  comparison: "Compared",
  data: "In numbers",
  code: "Code",
  quote: "In their words",
  summary: "Summary",
  opening: "Here is what you should know.",
  beforeAnswer: "Take a moment to think. What would you answer?",
  beforeTopic: "Before we begin: what do you already know about this?",
  beforePoints: "Before we begin: which of today's news do you remember?",
  recall: "Now say it again in your own words.",
  prompts: [
    "First, say in your own words what this is about.",
    "Which words matter most here?",
    "What do you already know that could help?",
    "Write it down in one or two sentences.",
    "Read the title again. Does what you wrote fit it?",
  ],
};

const hi: FixedWords = {
  question: "प्रश्न",
  questionInFull: "पूरा प्रश्न",
  questionAgain: "प्रश्न फिर से",
  topic: "विषय",
  onceMore: "एक बार फिर",
  currentAffairs: "समसामयिकी",
  todaysPoints: "आज के मुख्य बिंदु",
  thinkFirst: "पहले सोचिए",
  step: "चरण",
  yourTurn: "आपकी बारी",
  answer: "उत्तर",
  example: "उदाहरण",
  point: "बिंदु",
  keyPoints: "मुख्य बिंदु",
  inShort: "संक्षेप में",
  background: "पृष्ठभूमि",
  steps: "क्रम से",
  formula: "सूत्र",
  comparison: "तुलना",
  data: "आँकड़ों में",
  code: "कोड",
  quote: "उन्हीं के शब्दों में",
  summary: "सारांश",
  opening: "यह जानना ज़रूरी है।",
  beforeAnswer: "ज़रा सोचिए। आपका उत्तर क्या होगा?",
  beforeTopic: "शुरू करने से पहले: इसके बारे में आप क्या जानते हैं?",
  beforePoints: "शुरू करने से पहले: आज की कौन सी ख़बरें आपको याद हैं?",
  recall: "अब इसे अपने शब्दों में दोहराइए।",
  prompts: [
    "पहले अपने शब्दों में बताइए कि यह किस बारे में है।",
    "इसमें कौन से शब्द सबसे ज़रूरी हैं?",
    "आप पहले से क्या जानते हैं जो काम आ सके?",
    "इसे एक या दो वाक्यों में लिखिए।",
  ],
};

const ar: FixedWords = {
  question: "سؤال",
  questionInFull: "السؤال كاملاً",
  questionAgain: "السؤال مرة أخرى",
  topic: "الموضوع",
  onceMore: "مرة أخرى",
  currentAffairs: "أحداث جارية",
  todaysPoints: "نقاط اليوم",
  thinkFirst: "فكّر أولاً",
  step: "خطوة",
  yourTurn: "دورك",
  answer: "الجواب",
  example: "مثال",
  point: "نقطة",
  keyPoints: "النقاط الرئيسية",
  inShort: "باختصار",
  background: "خلفية",
  steps: "خطوة بخطوة",
  formula: "الصيغة",
  comparison: "مقارنة",
  data: "بالأرقام",
  code: "الشيفرة",
  quote: "اقتباس",
  summary: "الخلاصة",
  opening: "إليك ما ينبغي أن تعرفه.",
  beforeAnswer: "خذ لحظة للتفكير. ما جوابك؟",
  beforeTopic: "قبل أن نبدأ: ماذا تعرف عن هذا الموضوع؟",
  beforePoints: "قبل أن نبدأ: أي أخبار اليوم تتذكر؟",
  recall: "والآن أعد ذلك بكلماتك.",
  prompts: [
    "أولاً، قل بكلماتك عمّ يدور هذا.",
    "ما أهم الكلمات هنا؟",
    "ماذا تعرف مسبقاً مما قد يساعد؟",
    "اكتب ذلك في جملة أو جملتين.",
  ],
};

const bn: FixedWords = {
  question: "প্রশ্ন",
  questionInFull: "সম্পূর্ণ প্রশ্ন",
  questionAgain: "প্রশ্নটি আবার",
  topic: "বিষয়",
  onceMore: "আরও একবার",
  currentAffairs: "সাম্প্রতিক ঘটনা",
  todaysPoints: "আজকের মূল কথা",
  thinkFirst: "আগে ভাবুন",
  step: "ধাপ",
  yourTurn: "আপনার পালা",
  answer: "উত্তর",
  example: "উদাহরণ",
  point: "বিন্দু",
  keyPoints: "মূল কথা",
  inShort: "সংক্ষেপে",
  background: "পটভূমি",
  steps: "ধাপে ধাপে",
  formula: "সূত্র",
  comparison: "তুলনা",
  data: "সংখ্যায়",
  code: "কোড",
  quote: "উদ্ধৃতি",
  summary: "সারাংশ",
  opening: "এটি জানা দরকার।",
  beforeAnswer: "একটু ভাবুন। আপনার উত্তর কী হবে?",
  beforeTopic: "শুরু করার আগে: এ বিষয়ে আপনি কী জানেন?",
  beforePoints: "শুরু করার আগে: আজকের কোন খবর আপনার মনে আছে?",
  recall: "এখন নিজের ভাষায় আবার বলুন।",
  prompts: ["প্রথমে নিজের ভাষায় বলুন এটি কী নিয়ে।", "এখানে কোন শব্দগুলি সবচেয়ে জরুরি?", "এক বা দুটি বাক্যে লিখুন।"],
};

const ta: FixedWords = {
  question: "கேள்வி",
  questionInFull: "முழுக் கேள்வி",
  questionAgain: "கேள்வி மீண்டும்",
  topic: "தலைப்பு",
  onceMore: "மீண்டும் ஒருமுறை",
  currentAffairs: "நடப்பு நிகழ்வுகள்",
  todaysPoints: "இன்றைய செய்திகள்",
  thinkFirst: "முதலில் சிந்தியுங்கள்",
  step: "படி",
  yourTurn: "உங்கள் முறை",
  answer: "பதில்",
  example: "எடுத்துக்காட்டு",
  point: "குறிப்பு",
  keyPoints: "முக்கியக் குறிப்புகள்",
  inShort: "சுருக்கமாக",
  background: "பின்னணி",
  steps: "படிப்படியாக",
  formula: "சூத்திரம்",
  comparison: "ஒப்பீடு",
  data: "எண்களில்",
  code: "நிரல்",
  quote: "மேற்கோள்",
  summary: "சுருக்கம்",
  opening: "நீங்கள் அறிய வேண்டியவை இதோ.",
  beforeAnswer: "சற்று சிந்தியுங்கள். உங்கள் பதில் என்ன?",
  beforeTopic: "தொடங்கும் முன்: இதைப் பற்றி உங்களுக்கு என்ன தெரியும்?",
  beforePoints: "தொடங்கும் முன்: இன்றைய எந்தச் செய்திகள் நினைவில் உள்ளன?",
  recall: "இப்போது உங்கள் சொற்களில் மீண்டும் சொல்லுங்கள்.",
  prompts: [
    "முதலில் இது எதைப் பற்றியது என்று உங்கள் சொற்களில் சொல்லுங்கள்.",
    "இங்கே எந்தச் சொற்கள் முக்கியமானவை?",
    "ஒன்று அல்லது இரண்டு வாக்கியங்களில் எழுதுங்கள்.",
  ],
};

const te: FixedWords = {
  question: "ప్రశ్న",
  questionInFull: "పూర్తి ప్రశ్న",
  questionAgain: "ప్రశ్న మళ్ళీ",
  topic: "అంశం",
  onceMore: "మరోసారి",
  currentAffairs: "వర్తమాన వ్యవహారాలు",
  todaysPoints: "నేటి ముఖ్యాంశాలు",
  thinkFirst: "ముందుగా ఆలోచించండి",
  step: "దశ",
  yourTurn: "మీ వంతు",
  answer: "జవాబు",
  example: "ఉదాహరణ",
  point: "అంశం",
  keyPoints: "ముఖ్యాంశాలు",
  inShort: "క్లుప్తంగా",
  background: "నేపథ్యం",
  steps: "దశలవారీగా",
  formula: "సూత్రం",
  comparison: "పోలిక",
  data: "అంకెల్లో",
  code: "కోడ్",
  quote: "ఉల్లేఖన",
  summary: "సారాంశం",
  opening: "మీరు తెలుసుకోవలసింది ఇదే.",
  beforeAnswer: "కాస్త ఆలోచించండి. మీ జవాబు ఏమిటి?",
  beforeTopic: "మొదలుపెట్టే ముందు: దీని గురించి మీకు ఏమి తెలుసు?",
  beforePoints: "మొదలుపెట్టే ముందు: నేటి ఏ వార్తలు మీకు గుర్తున్నాయి?",
  recall: "ఇప్పుడు మీ మాటల్లో మళ్ళీ చెప్పండి.",
  prompts: ["ముందుగా ఇది దేని గురించో మీ మాటల్లో చెప్పండి.", "ఇక్కడ ఏ పదాలు ముఖ్యమైనవి?", "ఒకటి రెండు వాక్యాల్లో రాయండి."],
};

const es: FixedWords = {
  question: "Pregunta",
  questionInFull: "La pregunta completa",
  questionAgain: "La pregunta otra vez",
  topic: "Tema",
  onceMore: "Una vez más",
  currentAffairs: "Actualidad",
  todaysPoints: "Los puntos de hoy",
  thinkFirst: "Piensa primero",
  step: "Paso",
  yourTurn: "Tu turno",
  answer: "Respuesta",
  example: "Ejemplo",
  point: "Punto",
  keyPoints: "Puntos clave",
  inShort: "En breve",
  background: "Contexto",
  steps: "Paso a paso",
  formula: "Fórmula",
  comparison: "Comparación",
  data: "En cifras",
  code: "Código",
  quote: "En sus palabras",
  summary: "Resumen",
  opening: "Esto es lo que debes saber.",
  beforeAnswer: "Piensa un momento. ¿Qué responderías?",
  beforeTopic: "Antes de empezar: ¿qué sabes ya de esto?",
  beforePoints: "Antes de empezar: ¿qué noticias de hoy recuerdas?",
  recall: "Ahora dilo con tus propias palabras.",
  prompts: [
    "Primero, di con tus palabras de qué trata esto.",
    "¿Qué palabras importan más aquí?",
    "¿Qué sabes ya que pueda ayudar?",
    "Escríbelo en una o dos frases.",
  ],
};

const fr: FixedWords = {
  question: "Question",
  questionInFull: "La question entière",
  questionAgain: "La question encore",
  topic: "Sujet",
  onceMore: "Encore une fois",
  currentAffairs: "Actualités",
  todaysPoints: "Les points du jour",
  thinkFirst: "Réfléchissez d'abord",
  step: "Étape",
  yourTurn: "À vous",
  answer: "Réponse",
  example: "Exemple",
  point: "Point",
  keyPoints: "Points clés",
  inShort: "En bref",
  background: "Contexte",
  steps: "Pas à pas",
  formula: "Formule",
  comparison: "Comparaison",
  data: "En chiffres",
  code: "Code",
  quote: "Citation",
  summary: "Résumé",
  opening: "Voici ce qu'il faut savoir.",
  beforeAnswer: "Réfléchissez un instant. Que répondriez-vous ?",
  beforeTopic: "Avant de commencer : que savez-vous déjà à ce sujet ?",
  beforePoints: "Avant de commencer : de quelles nouvelles du jour vous souvenez-vous ?",
  recall: "Maintenant, redites-le avec vos propres mots.",
  prompts: [
    "D'abord, dites avec vos mots de quoi il s'agit.",
    "Quels mots comptent le plus ici ?",
    "Que savez-vous déjà qui pourrait aider ?",
    "Écrivez-le en une ou deux phrases.",
  ],
};

const de: FixedWords = {
  question: "Frage",
  questionInFull: "Die ganze Frage",
  questionAgain: "Noch einmal die Frage",
  topic: "Thema",
  onceMore: "Noch einmal",
  currentAffairs: "Aktuelles",
  todaysPoints: "Die Punkte des Tages",
  thinkFirst: "Erst nachdenken",
  step: "Schritt",
  yourTurn: "Jetzt Sie",
  answer: "Antwort",
  example: "Beispiel",
  point: "Punkt",
  keyPoints: "Das Wichtigste",
  inShort: "Kurz gesagt",
  background: "Hintergrund",
  steps: "Schritt für Schritt",
  formula: "Formel",
  comparison: "Vergleich",
  data: "In Zahlen",
  code: "Code",
  quote: "Im Wortlaut",
  summary: "Zusammenfassung",
  opening: "Das sollten Sie wissen.",
  beforeAnswer: "Denken Sie kurz nach. Was würden Sie antworten?",
  beforeTopic: "Bevor wir anfangen: Was wissen Sie schon darüber?",
  beforePoints: "Bevor wir anfangen: An welche Nachrichten von heute erinnern Sie sich?",
  recall: "Sagen Sie es jetzt mit eigenen Worten.",
  prompts: [
    "Sagen Sie zuerst mit eigenen Worten, worum es geht.",
    "Welche Wörter sind hier am wichtigsten?",
    "Was wissen Sie schon, das helfen könnte?",
    "Schreiben Sie es in ein oder zwei Sätzen auf.",
  ],
};

const zh: FixedWords = {
  question: "问题",
  questionInFull: "完整的问题",
  questionAgain: "再看问题",
  topic: "主题",
  onceMore: "再来一次",
  currentAffairs: "时事",
  todaysPoints: "今日要点",
  thinkFirst: "先想一想",
  step: "步骤",
  yourTurn: "轮到你了",
  answer: "答案",
  example: "例子",
  point: "要点",
  keyPoints: "要点",
  inShort: "简而言之",
  background: "背景",
  steps: "分步讲解",
  formula: "公式",
  comparison: "对比",
  data: "数据",
  code: "代码",
  quote: "引文",
  summary: "小结",
  opening: "以下是你应该知道的。",
  beforeAnswer: "先想一想，你会怎么回答？",
  beforeTopic: "开始之前：关于这个主题你已经知道什么？",
  beforePoints: "开始之前：今天的新闻你记得哪些？",
  recall: "现在用自己的话再说一遍。",
  prompts: ["先用自己的话说说这是关于什么的。", "这里哪些词最重要？", "用一两句话写下来。"],
};

const WORDS: Readonly<Record<string, FixedWords>> = { en, hi, ar, bn, ta, te, es, fr, de, zh };

/** The words in a language; the English ones where there are none yet. */
export const fixedWords = (language: string): FixedWords =>
  WORDS[language.split("-")[0]?.toLowerCase() ?? ""] ?? en;
