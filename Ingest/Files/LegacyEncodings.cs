using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;

namespace Octoplus.Ingest.Files;

/// <summary>Makes the code pages of Windows known, which .NET leaves out: texts without a byte order mark and .xls workbooks are in them.</summary>
internal static class LegacyEncodings
{
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Readers need the code pages wherever they run; a host that had to remember would be told by the first such file.")]
    internal static void Register() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
}
