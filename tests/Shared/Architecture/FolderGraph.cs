using Mono.Cecil;

namespace Octoplus.Tests.Architecture;

/// <summary>
/// Which folder of the program uses which, read from the built assemblies: a namespace is a folder, and an arrow is a type of one that
/// mentions a type of another in a signature, a base, an attribute or the body of a method. Constants leave no trace in an assembly.
/// </summary>
public sealed class FolderGraph
{
    private const string Root = "Octoplus.";

    private readonly SortedDictionary<string, SortedDictionary<string, string>> _arrows = new(StringComparer.Ordinal);

    /// <summary>All folders, such as <c>Core.Views</c>, in order.</summary>
    public IReadOnlyCollection<string> Folders => _arrows.Keys;

    /// <summary>Reads assemblies by their files.</summary>
    public static FolderGraph Of(params IEnumerable<string> assemblies)
    {
        var graph = new FolderGraph();
        foreach (var file in assemblies)
        {
            using var assembly = AssemblyDefinition.ReadAssembly(file);
            foreach (var type in assembly.MainModule.Types.Where(t => Folder(t) is not null))
            {
                graph.Add(type, type);
            }
        }

        return graph;
    }

    /// <summary>The folders that one uses, each with the first pair of types that shows it.</summary>
    public IReadOnlyDictionary<string, string> UsedBy(string folder) => _arrows[folder];

    /// <summary>Circles: groups of folders each of which reaches the others, with the arrows within.</summary>
    /// <param name="isOne">Which folders are looked at.</param>
    public IReadOnlyList<IReadOnlyList<string>> Circles(Func<string, bool> isOne)
    {
        var folders = _arrows.Keys.Where(isOne).ToList();
        var reached = folders.ToDictionary(f => f, f => Reached(f, isOne), StringComparer.Ordinal);
        return [.. folders
            .Where(f => reached[f].Contains(f))
            .GroupBy(f => string.Join(' ', folders.Where(other => reached[f].Contains(other) && reached[other].Contains(f))), StringComparer.Ordinal)
            .Select(circle => circle
                .SelectMany(from => _arrows[from].Where(to => circle.Contains(to.Key, StringComparer.Ordinal)).Select(to => $"{from} → {to.Key} ({to.Value})"))
                .ToList())];
    }

    /// <summary>The graph in the language of Graphviz, a box a layer; arrows that follow from others are left out.</summary>
    public string ToDot()
    {
        var text = new StringWriter();
        text.WriteLine("digraph folders {\n  rankdir=TB; node [shape=box, fontname=\"sans-serif\", fontsize=10]; edge [color=\"#6b6478\"];");
        foreach (var layer in _arrows.Keys.GroupBy(f => f.Split('.')[0]))
        {
            text.WriteLine($"  subgraph cluster_{layer.Key} {{ label=\"{layer.Key}\"; color=\"#3b3570\";");
            foreach (var folder in layer)
            {
                text.WriteLine($"    \"{folder}\" [label=\"{(folder == layer.Key ? folder : folder[(layer.Key.Length + 1)..].Replace('.', '/'))}\"];");
            }

            text.WriteLine("  }");
        }

        foreach (var (from, arrows) in _arrows)
        {
            foreach (var to in arrows.Keys.Where(to => !arrows.Keys.Any(other => other != to && Reached(other, _ => true).Contains(to))))
            {
                text.WriteLine($"  \"{from}\" -> \"{to}\";");
            }
        }

        text.WriteLine("}");
        return text.ToString();
    }

    private HashSet<string> Reached(string from, Func<string, bool> isOne)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([from]);
        while (open.TryPop(out var folder))
        {
            foreach (var to in _arrows[folder].Keys.Where(to => isOne(to) && reached.Add(to)))
            {
                open.Push(to);
            }
        }

        return reached;
    }

    private static string? Folder(TypeReference type)
    {
        while (type.DeclaringType is { } outer)
        {
            type = outer;
        }

        return type.Namespace.StartsWith(Root, StringComparison.Ordinal) ? type.Namespace[Root.Length..] : null;
    }

    private void Add(TypeDefinition type, TypeDefinition outermost)
    {
        void Use(TypeReference? used) => Arrow(outermost, used);

        Use(type.BaseType);
        Attributes(type, Use);
        Parameters(type, Use);
        foreach (var implemented in type.Interfaces)
        {
            Use(implemented.InterfaceType);
        }

        foreach (var field in type.Fields)
        {
            Use(field.FieldType);
            Attributes(field, Use);
        }

        foreach (var property in type.Properties)
        {
            Attributes(property, Use);
        }

        foreach (var method in type.Methods)
        {
            Signature(method, Use);
            Attributes(method, Use);
            Parameters(method, Use);
            Body(method, Use);
        }

        foreach (var nested in type.NestedTypes)
        {
            Add(nested, outermost);
        }
    }

    private static void Attributes(ICustomAttributeProvider provider, Action<TypeReference?> use)
    {
        foreach (var attribute in provider.CustomAttributes)
        {
            use(attribute.AttributeType);
            foreach (var argument in attribute.ConstructorArguments)
            {
                use(argument.Value as TypeReference);
            }
        }
    }

    private static void Parameters(IGenericParameterProvider provider, Action<TypeReference?> use)
    {
        foreach (var constraint in provider.GenericParameters.SelectMany(p => p.Constraints))
        {
            use(constraint.ConstraintType);
        }
    }

    private static void Signature(MethodReference method, Action<TypeReference?> use)
    {
        use(method.DeclaringType);
        use(method.ReturnType);
        foreach (var parameter in method.Parameters)
        {
            use(parameter.ParameterType);
        }

        foreach (var argument in (method as GenericInstanceMethod)?.GenericArguments ?? [])
        {
            use(argument);
        }
    }

    private static void Body(MethodDefinition method, Action<TypeReference?> use)
    {
        if (!method.HasBody)
        {
            return;
        }

        foreach (var variable in method.Body.Variables)
        {
            use(variable.VariableType);
        }

        foreach (var caught in method.Body.ExceptionHandlers)
        {
            use(caught.CatchType);
        }

        foreach (var instruction in method.Body.Instructions)
        {
            switch (instruction.Operand)
            {
                case TypeReference type:
                    use(type);
                    break;
                case MethodReference called:
                    Signature(called, use);
                    break;
                case FieldReference field:
                    use(field.DeclaringType);
                    use(field.FieldType);
                    break;
            }
        }
    }

    private void Arrow(TypeDefinition from, TypeReference? to)
    {
        switch (to)
        {
            case null or GenericParameter:
                return;
            case GenericInstanceType generic:
                foreach (var argument in generic.GenericArguments)
                {
                    Arrow(from, argument);
                }

                break;
        }

        var source = Folder(from)!;
        if (!_arrows.TryGetValue(source, out var arrows))
        {
            _arrows[source] = arrows = new(StringComparer.Ordinal);
        }

        var element = to.GetElementType();
        if (Folder(element) is { } target && target != source)
        {
            arrows.TryAdd(target, $"{from.Name}: {element.Name}");
            _arrows.TryAdd(target, new(StringComparer.Ordinal));
        }
    }
}
