using Microsoft.AspNetCore.Components.WebAssembly.Hosting;
using Microsoft.Extensions.DependencyInjection;
using RnnGen.Web;
using RnnGen.Web.Digits;
using RnnGen.Web.Page;

WebAssemblyHostBuilder builder = WebAssemblyHostBuilder.CreateDefault(args);
builder.RootComponents.Add<App>("#app");
builder.Services.AddSingleton<PageScript>();
builder.Services.AddSingleton<CurrentDigit>();
await builder.Build().RunAsync();
