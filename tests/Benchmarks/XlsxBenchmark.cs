using System.Diagnostics;
using ExcelDataReader;
using MiniExcelLibs;
using Octoplus.Ingest.Workbooks;

namespace Octoplus.Benchmarks;

/// <summary>All cells of the published workbook, read by our reader and by libraries: docs/decisions/0003-own-xlsx-reader.md.</summary>
internal static class XlsxBenchmark
{
    public static void Run()
    {
        Measure("own reader, one sheet after the other", 7, () => Own(1));
        Measure("own reader, sheets on all cores", 7, () => Own(Environment.ProcessorCount));
        Measure("ExcelDataReader", 5, WithExcelDataReader);
        Measure("MiniExcel", 3, WithMiniExcel);
    }

    private static void Measure(string name, int runs, Func<long> read)
    {
        var cells = read(); // once before, so that code is compiled
        var (seconds, processor) = (new List<double>(), new List<double>());
        for (var run = 0; run < runs; run++)
        {
            var (clock, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
            read();
            seconds.Add(clock.Elapsed.TotalSeconds);
            processor.Add((Environment.CpuUsage.TotalTime - before).TotalSeconds);
        }

        Console.WriteLine($"xlsx, {name}: {cells:N0} cells, {Machine.Summary(seconds, "s")}; of the processors {Machine.Summary(processor, "s")}");
    }

    private static long Own(int threads)
    {
        string[] parts;
        using (var workbook = XlsxWorkbook.Open(ImportBenchmark.Workbook))
        {
            parts = [.. workbook.Sheets.Select(s => s.Part)];
        }

        var cells = 0L;
        Parallel.For(0, parts.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
        {
            using var workbook = XlsxWorkbook.Open(ImportBenchmark.Workbook);
            Interlocked.Add(ref cells, workbook.Rows(workbook.Sheets[i]).Sum(row => (long)row.Cells.Length));
        });
        return cells;
    }

    private static long WithExcelDataReader()
    {
        using var file = File.OpenRead(ImportBenchmark.Workbook);
        using var reader = ExcelReaderFactory.CreateReader(file);
        var cells = 0L;
        do
        {
            while (reader.Read())
            {
                for (var column = 0; column < reader.FieldCount; column++)
                {
                    cells += reader.GetValue(column) is null ? 0 : 1;
                }
            }
        }
        while (reader.NextResult());
        return cells;
    }

    private static long WithMiniExcel()
        => MiniExcel.GetSheetNames(ImportBenchmark.Workbook).Sum(sheet =>
            MiniExcel.Query(ImportBenchmark.Workbook, sheetName: sheet).Cast<IDictionary<string, object?>>().Sum(row => row.Values.LongCount(v => v is not null)));
}
