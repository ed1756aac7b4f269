using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace RnnGen.Generator.Diagnostics;

/// <summary>The catalogue of diagnostics.</summary>
internal static partial class Descriptors
{
    /// <summary>{class} must be partial.</summary>
    public static readonly DiagnosticDescriptor NotPartial = Error(
        "RNN001", "A model class must be partial", "Class '{0}' must be declared partial: RnnGen adds the network to it");

    /// <summary>{class} is nested in {outer}, which is not partial.</summary>
    public static readonly DiagnosticDescriptor NestedInNonPartial = Error(
        "RNN002", "A type around a model class must be partial", "Class '{0}' is nested in '{1}', which must be declared partial too");

    /// <summary>{class} is or is nested in a generic type.</summary>
    public static readonly DiagnosticDescriptor Generic = Error(
        "RNN003", "A model class cannot be generic", "Class '{0}' cannot be a model: '{1}' is generic");

    /// <summary>{class} is static, abstract or a record.</summary>
    public static readonly DiagnosticDescriptor WrongKind = Error(
        "RNN004", "A model class must be an ordinary class", "Class '{0}' cannot be a model: it is {1}");

    /// <summary>{class} has no recurrent layer and no convolution.</summary>
    public static readonly DiagnosticDescriptor NoLayers = Error(
        "RNN005", "A model needs a recurrent layer or a convolution",
        "Class '{0}' declares no recurrent layer and no convolution: add one below [RnnModel], such as [Lstm(units)]");

    /// <summary>{what} is {value}; it must be {low} to {high}.</summary>
    public static readonly DiagnosticDescriptor SizeOutOfRange = Error(
        "RNN006", "A size is out of range", "{0} is {1}; it must be {2} to {3}");

    /// <summary>InputSize is missing.</summary>
    public static readonly DiagnosticDescriptor InputSizeMissing = Error(
        "RNN007", "InputSize is missing", "Class '{0}' does not say how many features a step has: write [RnnModel(InputSize = ...)]");

    /// <summary>Steps is {value}.</summary>
    public static readonly DiagnosticDescriptor StepsOutOfRange = Error(
        "RNN008", "Steps is out of range", "Steps is {0}; a static network has 1 to {1} steps, a dynamic one leaves Steps out");

    /// <summary>The loss does not fit the last layer.</summary>
    public static readonly DiagnosticDescriptor LossDoesNotFit = Error(
        "RNN009", "The loss does not fit the last layer", "{0} needs {1} before it; the last layer is {2}");

    /// <summary>Attributes stand on two declarations.</summary>
    public static readonly DiagnosticDescriptor TwoDeclarations = Error(
        "RNN010", "Layer attributes stand on two declarations",
        "[{0}] of class '{1}' stands on another declaration than [RnnModel]; their order would be undefined");

    /// <summary>{layer} cannot come after {previous}.</summary>
    public static readonly DiagnosticDescriptor WrongOrder = Error(
        "RNN011", "Layers are in an impossible order",
        "[{0}] cannot come after [{1}]: {2}");

    /// <summary>A layer attribute without a model.</summary>
    public static readonly DiagnosticDescriptor NoModel = Error(
        "RNN012", "A layer without a model", "[{0}] has no effect: class '{1}' has no [RnnModel] attribute");

    /// <summary>The class has a member that RnnGen generates.</summary>
    public static readonly DiagnosticDescriptor MemberConflict = Error(
        "RNN013", "A member has the name of a generated one", "'{0}.{1}' has the name of a member that RnnGen generates; rename it");

    /// <summary>A number is not finite.</summary>
    public static readonly DiagnosticDescriptor NotFinite = Error(
        "RNN014", "A number is not finite", "{0} is {1}; it must be a finite number within the range of float");

    /// <summary>Too many parameters.</summary>
    public static readonly DiagnosticDescriptor TooManyParameters = Error(
        "RNN015", "The model is too large", "Class '{0}' would have {1} parameters; at most {2} can be addressed");

    /// <summary>{name} is {number}, no member of its enum.</summary>
    public static readonly DiagnosticDescriptor UnknownMember = Error(
        "RNN016", "No member of an enum", "{0} is {1}, which is none of {2}");

    /// <summary>{option} has no effect because {reason}.</summary>
    public static readonly DiagnosticDescriptor NoEffect = Error(
        "RNN017", "An option has no effect", "{0} has no effect: {1}");

    /// <summary>{option} is {number}; it must be {range}.</summary>
    public static readonly DiagnosticDescriptor NumberOutOfRange = Error(
        "RNN018", "A number is out of range", "{0} is {1}; it must be {2}");

    /// <summary>A residual connection between different widths.</summary>
    public static readonly DiagnosticDescriptor ResidualWidths = Error(
        "RNN019", "A residual connection needs equal widths",
        "Residual on layer {0}: its input has {1}, its output {2}; they are added and must be equally wide");

    /// <summary>
    /// A call that gives floats to a network that reads tokens; the compiler reports it, through an attribute on the method.
    /// </summary>
    public static readonly DiagnosticDescriptor ReadsTokens = Error(
        "RNN020", "A network reads tokens", "This network reads tokens: its first layer is {0}; pass a TokenBatch, or an int to Step.");

    /// <summary>A call of Step of a network that needs all steps; the compiler reports it, through an attribute on the method.</summary>
    public static readonly DiagnosticDescriptor CannotStream = Error(
        "RNN021", "A network cannot stream", $"This network {CannotStreamText}");

    /// <summary>What the diagnostic, and the exception under a network's own name, say after the name.</summary>
    public const string CannotStreamText = "cannot stream: {0}; use Predict.";

    /// <summary>A loss that takes logits after an activation.</summary>
    public static readonly DiagnosticDescriptor LogitsAreLinear = Error(
        "RNN022", "The loss takes logits", "{0} takes the outputs of [Dense({2})] as {1}: its Activation must be Linear, not {3}");

    /// <summary>Dense layers disagree on what they read.</summary>
    public static readonly DiagnosticDescriptor EveryStepDiffers = Error(
        "RNN023", "Dense layers disagree on EveryStep",
        "[Dense({0})] has EveryStep = {1}, but [Dense({2})] before it has EveryStep = {3}: all dense layers of a model agree");

    /// <summary>EveryStep after the steps have been reduced.</summary>
    public static readonly DiagnosticDescriptor NoStepsLeft = Error(
        "RNN024", "No steps are left", "[Pooling(Pooling.{0})] leaves one vector of each row, no steps for EveryStep of [Dense({1})]");

    /// <summary>{name} names two heads.</summary>
    public static readonly DiagnosticDescriptor TwoHeads = Error(
        "RNN025", "Two heads have one name", "A head is named '{0}' already; names of heads differ in more than the case of their letters");

    /// <summary>The number of ClassWeights is not that of the classes.</summary>
    public static readonly DiagnosticDescriptor ClassWeightsDoNotFit = Error(
        "RNN026", "ClassWeights do not fit the classes", "ClassWeights has {0}; [Dense({1})] has {2}");

    /// <summary>A second loss.</summary>
    public static readonly DiagnosticDescriptor TwoLosses = Error(
        "RNN027", "A model has one loss", "[{0}] is a second loss after [{1}]; a model has one, or one below each [Head]");

    /// <summary>{name} cannot name a head: {reason}.</summary>
    public static readonly DiagnosticDescriptor HeadName = Error("RNN028", "No name for a head", "'{0}' cannot name a head: {1}");

    /// <summary>{head} lacks something.</summary>
    public static readonly DiagnosticDescriptor HeadIncomplete = Error("RNN029", "A head is incomplete", "Head '{0}' {1}");

    /// <summary>{option} = {value}: {what is wrong}.</summary>
    public static readonly DiagnosticDescriptor InitializerDoesNotFit = Error(
        "RNN040", "An initializer does not fit", "{0} = {1}: {2}");

    /// <summary>An embedding after a layer that gives floats.</summary>
    public static readonly DiagnosticDescriptor EmbeddingNotFirst = Error(
        "RNN041", "An embedding is the first layer", "{0} reads tokens, but stands after {1}: an embedding is the first layer of a model");

    /// <summary>{layer} reads {number} values; at most {limit} are summed as whole numbers.</summary>
    public static readonly DiagnosticDescriptor TooWideForInt8 = Error(
        "RNN042", "A layer is too wide for weights of eight bits",
        "Weights of eight bits: {0} reads {1} values; the sum of at most {2} products is within 32 bits");

    /// <summary>What the network of {class} costs.</summary>
    public static readonly DiagnosticDescriptor Cost = New("RNN043", "What a network costs", "'{0}': {1}", DiagnosticSeverity.Info);

    /// <summary>{text} is no amount of memory.</summary>
    public static readonly DiagnosticDescriptor BudgetUnreadable = Error(
        "RNN044", "A memory budget cannot be read",
        "'{0}' is no memory budget: expected a number above 0 and KB, MB or GB, such as \"64MB\", up to {1}GB");

    /// <summary>{class} needs {sum} bytes {for} {rows} of {steps}, {excess} more than {budget}, which is {bytes}: {parts}.</summary>
    public static readonly DiagnosticDescriptor OverBudget = Error(
        "RNN045", "A model needs more memory than its budget",
        "Class '{0}' needs {1} bytes {2} a batch of {3} of {4}, {5} more than its budget of {6} ({7} bytes): {8}");

    /// <summary>A budget of the dynamic class {class} says nothing of steps.</summary>
    public static readonly DiagnosticDescriptor BudgetWithoutSteps = Error(
        "RNN046", "A memory budget needs steps",
        "[MemoryBudget] of class '{0}' needs Steps: the class is dynamic, and its activations grow with the steps of a batch");

    /// <summary>A line of a cell's equations cannot be read.</summary>
    public static readonly DiagnosticDescriptor CellSyntax = Error("RNN030", "An equation cannot be read", "{0}");

    /// <summary>A name in a cell's equations has no value there.</summary>
    public static readonly DiagnosticDescriptor CellNameUnknown = Error("RNN031", "A name in an equation has no value", "{0}");

    /// <summary>A name in a cell's equations is taken.</summary>
    public static readonly DiagnosticDescriptor CellNameTwice = Error("RNN032", "A name in an equation is taken", "{0}");

    /// <summary>A cell's equations are incomplete.</summary>
    public static readonly DiagnosticDescriptor CellIncomplete = Error("RNN033", "The equations of a cell are incomplete", "{0}");

    /// <summary>A cell's equations call a function without a derivative.</summary>
    public static readonly DiagnosticDescriptor CellNoDerivative = Error("RNN034", "A function has no derivative", "{0}");

    /// <summary>{layer} reads x unit by unit, but has {units} units for {features} features.</summary>
    public static readonly DiagnosticDescriptor CellInputWidth = Error(
        "RNN035", "The input of a cell has another width",
        "The equations of [{0}] read x unit by unit, so its input needs {1}, one for each unit; it has {2}");

    /// <summary>Values of one equation have different widths, or the output has not the layer's.</summary>
    public static readonly DiagnosticDescriptor CellWidths = Error("RNN047", "Values of an equation have different widths", "{0}");

    /// <summary>Equations read an input of the step that no property binds, or whose width is neither one nor the units.</summary>
    public static readonly DiagnosticDescriptor StepInputDoesNotFit = Error("RNN049", "An input of a cell's step is not bound", "{0}");

    /// <summary>{layer} shares {width} numbers out among {heads} heads.</summary>
    public static readonly DiagnosticDescriptor HeadsDoNotDivide = Error(
        "RNN048", "Numbers cannot be shared out among heads",
        "[{0}] shares {1} numbers out among {2} heads, each of which must have the same: {1} is no multiple of {2}");

    /// <summary>A class with equations cannot be a layer.</summary>
    public static readonly DiagnosticDescriptor CellClass = Error("RNN036", "A class with equations cannot be a layer", "{0}");

    /// <summary>{layer} stands before the first head.</summary>
    public static readonly DiagnosticDescriptor BeforeTheHeads = Error(
        "RNN037", "A layer belongs to no head", "[{0}] stands before [Head(\"{1}\")] and belongs to no head: put it below one");

    /// <summary>{class} has a method that is almost the hook.</summary>
    public static readonly DiagnosticDescriptor NotTheHook = Error(
        "RNN038", "OnStep is declared otherwise",
        "'{0}.OnStep' watches no step: write 'static partial void OnStep(in StepView step)' with a body and nothing else, or rename it");

    /// <summary>No value above {layer} has the name {name}; {values}.</summary>
    public static readonly DiagnosticDescriptor ValueUnknown = Error(
        "RNN060", "No value has this name", "[{0}] reads '{1}', but nothing above it has that name: {2}");

    /// <summary>{name} is the name of {other} already.</summary>
    public static readonly DiagnosticDescriptor ValueNameTaken = Error(
        "RNN061", "Two values have one name", "'{0}' is the name of {1} already; names differ in more than the case of their letters");

    /// <summary>{name} cannot name a value: {why}.</summary>
    public static readonly DiagnosticDescriptor ValueName = Error("RNN062", "No name for a value", "'{0}' cannot name {1}: {2}");

    /// <summary>{text} is no range of the {columns} columns of {name}.</summary>
    public static readonly DiagnosticDescriptor ColumnsOutOfRange = Error(
        "RNN063", "No range of a value's columns",
        "'{0}' is none of the {1} of '{2}': write a range such as '{2}[0..{3}]', the end excluded");

    /// <summary>{layer} needs values of equal width: {value} has {width}, {other} has {width}.</summary>
    public static readonly DiagnosticDescriptor WidthsDiffer = Error(
        "RNN064", "Values are not equally wide", "[{0}] needs values of equal width: {1} has {2}, {3} has {4}");

    /// <summary>{layer} reads {number} values; it needs {number}.</summary>
    public static readonly DiagnosticDescriptor TooFewValues = Error(
        "RNN065", "A layer reads too few values", "[{0}] reads {1}; it needs at least 2: name them, as in From = [\"a\", \"b\"]");

    /// <summary>{layer} reads steps, but {value} is one vector a row.</summary>
    public static readonly DiagnosticDescriptor NeedsSteps = Error(
        "RNN066", "Steps are needed", "{0} needs every step of what it reads, but {1} is one vector a row: put [Repeat] between them");

    /// <summary>Nobody reads {value}.</summary>
    public static readonly DiagnosticDescriptor ValueUnread = Error("RNN067", "Nobody reads a value", "Nobody reads {0}: {1}");

    /// <summary>{layer} cannot start from {other}: {why}.</summary>
    public static readonly DiagnosticDescriptor InitialStateDoesNotFit = Error(
        "RNN068", "A layer cannot start from another's states", "[{0}] cannot start from the states of '{1}': {2}");

    /// <summary>{text} reads no value as one can write it.</summary>
    public static readonly DiagnosticDescriptor InputsDoNotFit = Error("RNN069", "Inputs do not fit", "{0}");

    /// <summary>The unrolled source is beyond its budget.</summary>
    public static readonly DiagnosticDescriptor LongUnrolling = New(
        "RNN050",
        "A dynamic network would be smaller",
        "{0} steps of {1} pass the budget of {2} unrolled steps: the middle steps share one repeated chunk of {3}; "
        + "a dynamic network (without Steps) has the same parameters and results",
        DiagnosticSeverity.Info);

    /// <summary>A cell's equations are longer than a limit.</summary>
    public static readonly DiagnosticDescriptor CellTooLong = Error("RNN080", "The equations of a cell are too long", "{0}");

    /// <summary>A text has more mistakes than are listed.</summary>
    public static readonly DiagnosticDescriptor CellMoreErrors = Error("RNN081", "Equations have more mistakes", "{0}");

    /// <summary>{class} has {number} layers; at most {limit}.</summary>
    public static readonly DiagnosticDescriptor TooManyLayers = Error(
        "RNN082", "A model has too many layers",
        "Class '{0}' has {1} layers, those of two directions counted twice; at most {2} are compiled");

    /// <summary>{class} has {number} heads; at most {limit}.</summary>
    public static readonly DiagnosticDescriptor TooManyHeads = Error(
        "RNN083", "A model has too many heads", "Class '{0}' has {1} heads; at most {2} are compiled");

    /// <summary>{class} has {number} dense layers; at most {limit}.</summary>
    public static readonly DiagnosticDescriptor TooManyDenseLayers = Error(
        "RNN084", "A model has too many dense layers", "Class '{0}' has {1} dense layers in all heads together; at most {2} are compiled");

    /// <summary>{class} has {number} attributes; at most {limit}.</summary>
    public static readonly DiagnosticDescriptor TooManyAttributes = Error(
        "RNN085", "A model has too many attributes", "Class '{0}' has {1} attributes that describe its network; at most {2} are read");

    /// <summary>The equations of {class} have {number} words; at most {limit}.</summary>
    public static readonly DiagnosticDescriptor TooManyEquations = Error(
        "RNN086",
        "The equations of a model are too long",
        "The equations of the layers of class '{0}' have {1} words and signs together, those of two directions counted twice; "
        + "at most {2} are compiled");

    /// <summary>{name} has {number} letters; at most {limit}.</summary>
    public static readonly DiagnosticDescriptor NameTooLong = Error("RNN087", "A name is too long", "{0}");

    /// <summary>The generator failed at {class}: {exception}.</summary>
    public static readonly DiagnosticDescriptor Fault = Error(
        "RNN089",
        "RnnGen failed",
        "RnnGen failed at class '{0}', for which no code is generated ({1}: {2}); this is a bug in RnnGen: "
        + "please report it, with the class");

    /// <summary>{file} was generated, and is a source of the project as well.</summary>
    public static readonly DiagnosticDescriptor CompiledTwice = Error(
        "RNN090",
        "Generated files are compiled twice",
        "'{0}' was written by RnnGen and is compiled a second time, as a source of the project: "
        + "leave such files out with <Compile Remove=\"$(CompilerGeneratedFilesOutputPath)/**/*.cs\" />");

    /// <summary>The project is compiled as C# {version}.</summary>
    public static readonly DiagnosticDescriptor LanguageTooOld = Error(
        "RNN091", "The language version is too old",
        "RnnGen writes C# 12, but the project is compiled as C# {0}: set LangVersion to 12 or later, or leave it out");

    /// <summary>{name} of the project stands where generated code means another type or namespace.</summary>
    public static readonly DiagnosticDescriptor NameHidden = Error(
        "RNN092", "A name hides what generated code uses",
        "'{0}' of this project hides the {1} of that name, which generated code uses; rename it");

    /// <summary>A constructor of {class} leads to none that makes the parameters.</summary>
    public static readonly DiagnosticDescriptor ConstructorDoesNotChain = Error(
        "RNN093",
        "A constructor does not make the parameters",
        "This constructor of '{0}' leaves the model without parameters: call the generated one with ': this(seed)', seed being a ulong, "
        + "or another constructor that does");

    /// <summary>The generator is of {package} and writes for {contract}; the runtime is of {package} and keeps {contracts}.</summary>
    public static readonly DiagnosticDescriptor OtherRuntime = Error(
        "RNN094",
        "Generator and runtime do not fit",
        "The generator of RnnGen {0} writes code for contract {1}, but this project refers to RnnGen {2}, which keeps {3}: "
        + "take both from one package");

    /// <summary>{library} was compiled with {package} for {contract}; the runtime is of {package} and keeps {contracts}.</summary>
    public static readonly DiagnosticDescriptor OtherLibrary = Error(
        "RNN095",
        "A library was compiled for another runtime",
        "'{0}' was compiled with RnnGen {1}, whose generated code keeps contract {2}, but this project refers to RnnGen {3}, "
        + "which keeps {4}: " +
        "compile '{0}' again with RnnGen {3}, or refer to RnnGen {1} here");

    /// <summary>What is said once, however many classes are concerned.</summary>
    public static readonly ImmutableHashSet<DiagnosticDescriptor> OncePerProject = [CompiledTwice, LanguageTooOld, OtherRuntime];

    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        New(id, title, message, DiagnosticSeverity.Error);

    private static DiagnosticDescriptor New(string id, string title, string message, DiagnosticSeverity severity) =>
        new(id, title, message, "RnnGen", severity, isEnabledByDefault: true, helpLinkUri: HelpLinks.Of(id));
}
